package io.ipfskit.node.add;

import io.ipfskit.ipld.unixfs.Attributes;
import io.ipfskit.node.Failures;
import io.ipfskit.operation.ByteSource;
import io.ipfskit.operation.OperationFailed;
import io.ipfskit.operation.Tree;

import org.jspecify.annotations.Nullable;

import java.io.IOException;

/// Entries that somebody else reads, such as the parts of a multipart body.
final class EntriesSource implements AddSource {
    /// The most entries of one tree: each costs some 300 bytes of memory.
    static final int ENTRIES_MAX = 150_000;

    private final StreamReader reader;
    private final Tree.EntrySource entries;

    EntriesSource(StreamReader reader, Tree.EntrySource entries) {
        this.reader = reader;
        this.entries = entries;
    }

    @Override
    public boolean isEntries() {
        return true;
    }

    @Override
    public long total() {
        return -1;
    }

    @Override
    public void feed(Feed feed) throws InterruptedException {
        try {
            int count = 0;
            for (Tree.Entry e = entries.next(); e != null; e = entries.next()) {
                if (++count > ENTRIES_MAX) {
                    throw Failures.limit(
                            "more than " + ENTRIES_MAX + " entries: add the folder in parts");
                }
                EntryTree.check(e.path());
                if (feed.plan().ignores(e.path(), e.kind() == Tree.Kind.DIRECTORY)) {
                    continue;
                }
                Attributes attributes = feed.plan().attributes(e.mode(), e.modified());
                switch (e.kind()) {
                    case DIRECTORY -> feed.send(new Step.Folder(e.path(), attributes));
                    case SYMLINK ->
                            feed.send(
                                    new Step.Link(
                                            e.path(),
                                            require(e, e.target(), "target"),
                                            feed.plan().attributes(null, e.modified())));
                    case FILE -> {
                        ByteSource content = require(e, e.content(), "content");
                        reader.feed(feed, new Step.BeginFile(e.path(), attributes), content);
                    }
                }
            }
            if (count == 0) {
                throw OperationFailed.invalidField("body", "has no entries: nothing was added");
            }
        } catch (IOException e) {
            throw Failures.of(e, "the tree that was sent");
        }
    }

    private static <T> T require(Tree.Entry entry, @Nullable T part, String what) {
        if (part == null) {
            throw OperationFailed.invalidField(
                    "body", "entry " + entry.path() + " has no " + what + ": nothing was added");
        }
        return part;
    }
}
