package io.ipfskit.node.content;

import io.ipfskit.ipld.BlockSource;
import io.ipfskit.ipld.unixfs.DirectoryEntry;
import io.ipfskit.ipld.unixfs.DirectoryReader;
import io.ipfskit.ipld.unixfs.UnixFs;
import io.ipfskit.ipld.unixfs.UnixFsNode;
import io.ipfskit.multiformats.Cid;
import io.ipfskit.multiformats.Multicodec;
import io.ipfskit.node.Failures;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

/// Goes through a UnixFS tree, each folder before what it holds, with checked names.
///
/// Holds one open folder per level; a folder's names are checked as they come. For one task.
final class DagWalk {
    /// The deepest folder that is entered.
    static final int DEPTH_MAX = 1024;

    /// The longest path in characters; every system refuses earlier.
    static final int PATH_MAX = 64 * 1024;

    private static final int CHECKED_MAX = 250_000;

    /// One thing of the tree.
    ///
    /// @param path names from the root, the root's own name first
    /// @param node what it is
    record Visit(String path, UnixFsNode node) {}

    private record Frame(String path, DirectoryReader entries, EntryNames names) {}

    private final BlockSource source;
    private final Deque<Frame> open = new ArrayDeque<>();
    private final String rootName;
    private @Nullable UnixFsNode root;

    /// Starts before the root.
    DagWalk(BlockSource source, UnixFsNode root, String rootName) {
        this.source = source;
        this.root = root;
        this.rootName = rootName;
    }

    /// The next thing, or null at the end.
    @Nullable Visit next() throws IOException, InterruptedException {
        UnixFsNode first = root;
        if (first != null) {
            root = null;
            return enter(rootName, first);
        }
        while (!open.isEmpty()) {
            Frame frame = open.getLast();
            DirectoryEntry entry = frame.entries.next();
            if (entry == null) {
                open.removeLast();
                continue;
            }
            frame.names.take(entry.name());
            String path = frame.path + "/" + entry.name();
            if (path.length() > PATH_MAX) {
                throw Failures.limit(
                        "a path in the DAG is longer than " + PATH_MAX + " characters");
            }
            return enter(path, UnixFs.read(source, entry.cid()));
        }
        return null;
    }

    private Visit enter(String path, UnixFsNode node) throws IOException {
        if (node instanceof UnixFsNode.Folder) {
            if (open.size() >= DEPTH_MAX) {
                throw Failures.limit(
                        "the DAG is nested more than "
                                + DEPTH_MAX
                                + " folders deep at "
                                + EntryNames.printable(path));
            }
            open.addLast(new Frame(path, new DirectoryReader(source, node), new EntryNames(path)));
        }
        return new Visit(path, node);
    }

    /// Checks all names of the tree, each folder once, so that an archive can be refused before its
    /// first byte.
    static void checkNames(BlockSource source, UnixFsNode root, String rootName)
            throws IOException, InterruptedException {
        if (!(root instanceof UnixFsNode.Folder)) {
            return;
        }
        Set<Cid> seen = new HashSet<>();
        seen.add(root.cid());
        Deque<Frame> open = new ArrayDeque<>();
        open.add(new Frame(rootName, new DirectoryReader(source, root), new EntryNames(rootName)));
        while (!open.isEmpty()) {
            Frame frame = open.getLast();
            DirectoryEntry entry = frame.entries.next();
            if (entry == null) {
                open.removeLast();
                continue;
            }
            frame.names.take(entry.name());
            Cid cid = entry.cid();
            if (cid.codec() == Multicodec.RAW || !seen.add(cid)) {
                continue;
            }
            if (seen.size() > CHECKED_MAX) {
                throw Failures.limit(
                        "the DAG has more than "
                                + CHECKED_MAX
                                + " files and folders: get its parts");
            }
            UnixFsNode node = UnixFs.read(source, cid);
            if (node instanceof UnixFsNode.Folder) {
                if (open.size() >= DEPTH_MAX) {
                    throw Failures.limit(
                            "the DAG is nested more than " + DEPTH_MAX + " folders deep");
                }
                String path = frame.path + "/" + entry.name();
                if (path.length() > PATH_MAX) {
                    throw Failures.limit(
                            "a path in the DAG is longer than " + PATH_MAX + " characters");
                }
                open.addLast(
                        new Frame(path, new DirectoryReader(source, node), new EntryNames(path)));
            }
        }
    }
}
