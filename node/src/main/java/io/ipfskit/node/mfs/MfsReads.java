package io.ipfskit.node.mfs;

import io.ipfskit.blockstore.BlockStore;
import io.ipfskit.ipld.BlockNotFound;
import io.ipfskit.ipld.BlockSource;
import io.ipfskit.ipld.UnsupportedContent;
import io.ipfskit.ipld.unixfs.ContentPath;
import io.ipfskit.ipld.unixfs.DirectoryEntry;
import io.ipfskit.ipld.unixfs.DirectoryReader;
import io.ipfskit.ipld.unixfs.FileReader;
import io.ipfskit.ipld.unixfs.PathResolver;
import io.ipfskit.ipld.unixfs.UnixFs;
import io.ipfskit.ipld.unixfs.UnixFsNode;
import io.ipfskit.multiformats.Cid;
import io.ipfskit.multiformats.Multicodec;
import io.ipfskit.node.Failures;
import io.ipfskit.node.Rows;
import io.ipfskit.node.gc.Hold;
import io.ipfskit.node.gc.Holds;
import io.ipfskit.node.ops.FilesEntry;
import io.ipfskit.node.ops.FilesFlushInput;
import io.ipfskit.node.ops.FilesFlushed;
import io.ipfskit.node.ops.FilesListed;
import io.ipfskit.node.ops.FilesLsInput;
import io.ipfskit.node.ops.FilesReadInput;
import io.ipfskit.node.ops.FilesStat;
import io.ipfskit.node.ops.FilesStatInput;
import io.ipfskit.node.repository.TreeRoot;
import io.ipfskit.node.repository.TreeStore;
import io.ipfskit.operation.ByteStream;
import io.ipfskit.operation.OperationFailed;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/// What is read of the tree: each time of the root of one moment, which is held meanwhile.
/// Thread-safe.
final class MfsReads {
    /// The most entries of a folder that are sorted.
    static final int SORTED_MAX = 250_000;

    private final BlockStore blocks;
    private final BlockSource source;
    private final TreeStore store;
    private final Holds holds;

    MfsReads(BlockStore blocks, BlockSource source, TreeStore store, Holds holds) {
        this.blocks = blocks;
        this.source = source;
        this.store = store;
        this.holds = holds;
    }

    /// The root now; nothing below it is collected until the hold is closed.
    Cid root(Hold hold) throws InterruptedException {
        while (true) {
            TreeRoot root = store.root();
            hold.dag(root.cid());
            // What was replaced before it was held may be gone.
            if (store.root().equals(root)) {
                return root.cid();
            }
        }
    }

    /// Reads text as a path below a CID, `/ipfs/CID/…` or `ipfs://CID/…`; null for anything else.
    static @Nullable ContentPath contentPath(String text) {
        if (!text.startsWith("/ipfs/") && !text.startsWith("ipfs://")) {
            return null;
        }
        try {
            return ContentPath.parse(text);
        } catch (IllegalArgumentException none) {
            return null;
        }
    }

    FilesFlushed flush(FilesFlushInput input) throws InterruptedException {
        MfsPath path = MfsPath.parse("path", input.path());
        try (Hold hold = holds.open("files.flush")) {
            return new FilesFlushed(TreeReader.require(source, root(hold), path).cid().toString());
        } catch (IOException e) {
            throw Failures.of(e, path.toString());
        }
    }

    // ---- stat ----

    FilesStat stat(FilesStatInput input) throws InterruptedException {
        ContentPath content = contentPath(input.path());
        MfsPath path = content == null ? MfsPath.parse("path", input.path()) : MfsPath.ROOT;
        try (Hold hold = holds.open("files.stat")) {
            UnixFsNode node;
            if (content == null) {
                Cid cid = TreeReader.require(source, root(hold), path).cid();
                node = UnixFs.read(source, cid);
            } else {
                hold.dag(content.root());
                node = PathResolver.read(source, content, PathResolver.Symlinks.FOLLOW_PARENTS);
            }
            LocalSize local = input.withLocal() ? LocalSize.of(blocks, source, node.cid()) : null;
            return stat(node, local);
        } catch (IOException e) {
            throw Failures.of(e, input.path());
        }
    }

    private static FilesStat stat(UnixFsNode node, @Nullable LocalSize local) {
        Instant mtime = node.attributes().mtime();
        return new FilesStat(
                node.cid().toString(),
                type(node),
                switch (node) {
                    case UnixFsNode.Content file -> file.size();
                    case UnixFsNode.Folder _ -> 0;
                    case UnixFsNode.SymlinkNode link ->
                            link.target().getBytes(StandardCharsets.UTF_8).length;
                },
                node.cumulativeSize(),
                node.linkCount(),
                local == null ? null : local.isComplete(),
                local == null ? null : local.bytes(),
                node.attributes().mode() == 0 ? null : node.attributes().mode(),
                mtime == null ? null : mtime.toString());
    }

    private static String type(UnixFsNode node) {
        return switch (node) {
            case UnixFsNode.Content _ -> "file";
            case UnixFsNode.Folder _ -> "directory";
            case UnixFsNode.SymlinkNode _ -> "symlink";
        };
    }

    // ---- read ----

    ByteStream read(FilesReadInput input) throws InterruptedException {
        MfsPath path = MfsPath.parse("path", input.path());
        Long wanted = input.length();
        if (input.offset() < 0 || (wanted != null && wanted < 0)) {
            throw OperationFailed.invalidField(
                    input.offset() < 0 ? "offset" : "length", "must not be negative");
        }
        Hold held = holds.open("files.read");
        boolean isOpen = false;
        try {
            UnixFsNode node = UnixFs.read(source, file(path, held));
            if (!(node instanceof UnixFsNode.Content file)) {
                throw OperationFailed.invalidField("path", path + " was not a file");
            }
            if (input.offset() > file.size()) {
                throw OperationFailed.invalidField(
                        "offset",
                        "was past end of file (%d > %d)".formatted(input.offset(), file.size()));
            }
            FileReader reader =
                    new FileReader(
                            source,
                            node,
                            input.offset(),
                            wanted == null ? Long.MAX_VALUE : wanted,
                            FileReader.Prefetch.NONE);
            MfsContent content = new MfsContent(path, node.cid(), reader, held);
            isOpen = true;
            return content;
        } catch (IOException e) {
            throw Failures.of(e, path.toString());
        } finally {
            if (!isOpen) {
                held.close();
            }
        }
    }

    /// What a path names, from then on held for itself, whatever becomes of the tree.
    private Cid file(MfsPath path, Hold held) throws IOException, InterruptedException {
        try (Hold tree = holds.open("files.read")) {
            Cid cid = TreeReader.require(source, root(tree), path).cid();
            held.dag(cid);
            return cid;
        }
    }

    // ---- ls ----

    FilesListed ls(FilesLsInput input, Rows rows) throws InterruptedException {
        MfsPath path = MfsPath.parse("path", input.path());
        long limit = input.limit() == null ? Long.MAX_VALUE : input.limit();
        if (limit < 1) {
            throw OperationFailed.invalidField("limit", "must be positive, was " + limit);
        }
        long skip = cursor(input.cursor());
        try (Hold hold = holds.open("files.ls")) {
            DirectoryEntry at = TreeReader.require(source, root(hold), path);
            if (!TreeEdit.isFolder(source, at.cid())) {
                String name = path.name();
                rows.give(row(new DirectoryEntry(name, at.cid(), at.tsize()), input.details()));
                return new FilesListed(at.cid().toString(), 1, null);
            }
            return list(at.cid(), input, skip, limit, rows);
        } catch (IOException e) {
            throw Failures.of(e, path.toString());
        }
    }

    private FilesListed list(Cid folder, FilesLsInput input, long skip, long limit, Rows rows)
            throws IOException, InterruptedException {
        DirectoryReader reader = new DirectoryReader(source, folder);
        Entries entries = input.sort() ? sorted(reader)::next : reader::next;
        long index = 0;
        for (DirectoryEntry e = entries.next(); e != null; e = entries.next()) {
            if (index >= skip) {
                if (index - skip == limit) {
                    return new FilesListed(folder.toString(), limit, Long.toString(index));
                }
                rows.give(row(e, input.details()));
            }
            index++;
        }
        return new FilesListed(folder.toString(), Math.max(0, index - skip), null);
    }

    /// Gives entries, null after the last.
    private interface Entries {
        @Nullable DirectoryEntry next() throws IOException, InterruptedException;
    }

    /// Entries in memory.
    private static final class Sorted {
        private final List<DirectoryEntry> all;
        private int at;

        Sorted(List<DirectoryEntry> all) {
            this.all = all;
        }

        @Nullable DirectoryEntry next() {
            return at == all.size() ? null : all.get(at++);
        }
    }

    private static Sorted sorted(DirectoryReader reader) throws IOException, InterruptedException {
        List<DirectoryEntry> all = new ArrayList<>();
        for (DirectoryEntry e = reader.next(); e != null; e = reader.next()) {
            if (all.size() == SORTED_MAX) {
                throw Failures.limit(
                        "the folder has more than "
                                + SORTED_MAX
                                + " entries to sort: list it with sort=false");
            }
            all.add(e);
        }
        Comparator<DirectoryEntry> order =
                (a, b) -> Arrays.compareUnsigned(utf8(a.name()), utf8(b.name()));
        all.sort(order);
        return new Sorted(all);
    }

    private static byte[] utf8(String name) {
        return name.getBytes(StandardCharsets.UTF_8);
    }

    private FilesEntry row(DirectoryEntry entry, boolean details)
            throws IOException, InterruptedException {
        String cid = entry.cid().toString();
        if (!details) {
            return new FilesEntry(entry.name(), null, null, cid);
        }
        if (entry.cid().codec() == Multicodec.RAW) {
            return new FilesEntry(entry.name(), "file", entry.tsize(), cid);
        }
        try {
            UnixFsNode node = UnixFs.read(source, entry.cid());
            long size = node instanceof UnixFsNode.Content file ? file.size() : 0;
            return new FilesEntry(entry.name(), type(node), size, cid);
        } catch (BlockNotFound | UnsupportedContent unknown) {
            return new FilesEntry(entry.name(), "unknown", null, cid);
        }
    }

    private static long cursor(@Nullable String cursor) {
        if (cursor == null) {
            return 0;
        }
        try {
            long at = Long.parseLong(cursor);
            if (at >= 0) {
                return at;
            }
        } catch (NumberFormatException e) {
            throw OperationFailed.invalidField("cursor", "is not one that a listing gave");
        }
        throw OperationFailed.invalidField("cursor", "is not one that a listing gave");
    }
}
