package io.ipfskit.node.content;

import io.ipfskit.blockstore.BlockStore;
import io.ipfskit.ipld.BlockNotFound;
import io.ipfskit.ipld.unixfs.ContentPath;
import io.ipfskit.ipld.unixfs.DirectoryEntry;
import io.ipfskit.ipld.unixfs.DirectoryReader;
import io.ipfskit.ipld.unixfs.FileReader;
import io.ipfskit.ipld.unixfs.PathNotFound;
import io.ipfskit.ipld.unixfs.PathResolver;
import io.ipfskit.ipld.unixfs.PathResolver.Symlinks;
import io.ipfskit.ipld.unixfs.UnixFs;
import io.ipfskit.ipld.unixfs.UnixFsNode;
import io.ipfskit.multiformats.Multicodec;
import io.ipfskit.node.Dags;
import io.ipfskit.node.Failures;
import io.ipfskit.node.Rows;
import io.ipfskit.node.ops.CatInput;
import io.ipfskit.node.ops.Exists;
import io.ipfskit.node.ops.ExistsInput;
import io.ipfskit.node.ops.GetInput;
import io.ipfskit.node.ops.Listed;
import io.ipfskit.node.ops.LsEntry;
import io.ipfskit.node.ops.LsInput;
import io.ipfskit.node.ops.Stat;
import io.ipfskit.node.ops.StatInput;
import io.ipfskit.operation.ErrorCode;
import io.ipfskit.operation.OperationFailed;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.zip.Deflater;

/// Content out of the node.
public final class ContentService {
    private final BlockStore blocks;

    /// For the content of a block store.
    public ContentService(BlockStore blocks) {
        this.blocks = blocks;
    }

    /// The bytes of a file, or a range of them. Symbolic links are followed inside the DAG.
    public Content cat(CatInput input) throws InterruptedException {
        ContentPath path = parse(input.path());
        if (input.offset() < 0) {
            throw OperationFailed.invalidField(
                    "offset", "must not be negative, was " + input.offset());
        }
        Long wanted = input.length();
        if (wanted != null && wanted < 0) {
            throw OperationFailed.invalidField("length", "must not be negative, was " + wanted);
        }
        try {
            UnixFsNode node = PathResolver.read(blocks, path, Symlinks.FOLLOW);
            UnixFsNode.Content file = requireFile(path, node);
            if (input.offset() > file.size()) {
                throw OperationFailed.invalidField(
                        "offset",
                        "is "
                                + input.offset()
                                + ", beyond the end of "
                                + path
                                + ", which has "
                                + file.size()
                                + " bytes");
            }
            long length = wanted == null ? Long.MAX_VALUE : wanted;
            return open(path, node, input.offset(), length);
        } catch (IOException e) {
            throw Failures.of(e, path.toString());
        }
    }

    /// A file or folder as a TAR archive, or a file as it is; compressed when asked. All names of
    /// the archive are checked before its first byte.
    public Content get(GetInput input) throws InterruptedException {
        Integer level = input.compressionLevel();
        if (level != null && (level < 1 || level > 9)) {
            throw OperationFailed.invalidField(
                    "compression_level", "must be in [1, 9], was " + level);
        }
        Content plain = plain(input);
        return input.compress()
                ? new GzipContent(plain, level == null ? Deflater.DEFAULT_COMPRESSION : level)
                : plain;
    }

    private Content plain(GetInput input) throws InterruptedException {
        ContentPath path = parse(input.path());
        try {
            return switch (input.format()) {
                case "tar" -> {
                    UnixFsNode node = PathResolver.read(blocks, path, Symlinks.FOLLOW_PARENTS);
                    EntryNames.check(path.name(), path.toString());
                    DagWalk.checkNames(blocks, node, path.toString());
                    yield new TarContent(blocks, node, path.name());
                }
                case "raw" -> {
                    UnixFsNode node = PathResolver.read(blocks, path, Symlinks.FOLLOW);
                    requireFile(path, node);
                    yield open(path, node, 0, Long.MAX_VALUE);
                }
                default ->
                        throw OperationFailed.invalidField(
                                "format", "must be tar or raw, was " + input.format());
            };
        } catch (IOException e) {
            throw Failures.of(e, path.toString());
        }
    }

    private FileContent open(ContentPath path, UnixFsNode node, long offset, long length)
            throws IOException {
        FileReader reader = new FileReader(blocks, node, offset, length, FileReader.Prefetch.NONE);
        String name = path.segments().isEmpty() ? null : path.name();
        return new FileContent(node.cid(), reader, name);
    }

    private static UnixFsNode.Content requireFile(ContentPath path, UnixFsNode node) {
        if (node instanceof UnixFsNode.Content file) {
            return file;
        }
        throw OperationFailed.invalidField(
                "path", path + " is a " + NodeTypes.of(node) + ", not a file: use ls or get");
    }

    /// Gives a row for each entry of a folder; one for the file itself when it is none.
    public Listed ls(LsInput input, Rows rows) throws InterruptedException {
        ContentPath path = parse(input.path());
        long skip = cursor(input.cursor());
        long limit = input.limit() == null ? Long.MAX_VALUE : input.limit();
        if (limit < 1) {
            throw OperationFailed.invalidField("limit", "must be positive, was " + limit);
        }
        try {
            UnixFsNode node = PathResolver.read(blocks, path, Symlinks.FOLLOW);
            if (!(node instanceof UnixFsNode.Folder)) {
                rows.give(row(path.name(), node));
                return new Listed(node.cid().toString(), 1, null);
            }
            DirectoryReader entries = new DirectoryReader(blocks, node);
            long index = 0;
            for (DirectoryEntry e = entries.next(); e != null; e = entries.next()) {
                if (index >= skip) {
                    if (index - skip == limit) {
                        return new Listed(node.cid().toString(), limit, Long.toString(index));
                    }
                    rows.give(row(e, input.size()));
                }
                index++;
            }
            return new Listed(node.cid().toString(), Math.max(0, index - skip), null);
        } catch (IOException e) {
            throw Failures.of(e, path.toString());
        }
    }

    private LsEntry row(DirectoryEntry entry, boolean look)
            throws IOException, InterruptedException {
        String cid = entry.cid().toString();
        if (entry.cid().codec() == Multicodec.RAW) {
            return new LsEntry(entry.name(), NodeTypes.FILE, entry.tsize(), cid, null, null, null);
        }
        if (look) {
            try {
                return row(entry.name(), UnixFs.read(blocks, entry.cid()));
            } catch (BlockNotFound e) {
                return unknown(entry, cid);
            }
        }
        return unknown(entry, cid);
    }

    private static LsEntry unknown(DirectoryEntry entry, String cid) {
        return new LsEntry(entry.name(), NodeTypes.UNKNOWN, null, cid, null, null, null);
    }

    private static LsEntry row(String name, UnixFsNode node) {
        return new LsEntry(
                name,
                NodeTypes.of(node),
                node instanceof UnixFsNode.Content file ? file.size() : null,
                node.cid().toString(),
                node instanceof UnixFsNode.SymlinkNode link ? link.target() : null,
                NodeTypes.mode(node),
                NodeTypes.mtime(node));
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

    /// What a path is and how large. A symbolic link at the end is itself.
    public Stat stat(StatInput input) throws InterruptedException {
        ContentPath path = parse(input.path());
        try {
            UnixFsNode node = PathResolver.read(blocks, path, Symlinks.FOLLOW_PARENTS);
            return new Stat(
                    node.cid().toString(),
                    NodeTypes.of(node),
                    switch (node) {
                        case UnixFsNode.Content file -> file.size();
                        case UnixFsNode.Folder _ -> 0;
                        case UnixFsNode.SymlinkNode link ->
                                link.target()
                                        .getBytes(java.nio.charset.StandardCharsets.UTF_8)
                                        .length;
                    },
                    node.cumulativeSize(),
                    node.linkCount(),
                    Dags.isComplete(blocks, node.cid()),
                    NodeTypes.mode(node),
                    NodeTypes.mtime(node));
        } catch (IOException e) {
            throw Failures.of(e, path.toString());
        }
    }

    /// Whether a path resolves and its block is here.
    public Exists exists(ExistsInput input) throws InterruptedException {
        ContentPath path = parse(input.path());
        try {
            UnixFsNode node = PathResolver.read(blocks, path, Symlinks.FOLLOW_PARENTS);
            return blocks.has(node.cid())
                    ? new Exists(true, null)
                    : new Exists(false, "block " + node.cid() + " is not here");
        } catch (BlockNotFound | PathNotFound e) {
            return new Exists(false, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw Failures.of(e, path.toString());
        }
    }

    private static ContentPath parse(String text) {
        return Dags.path(text);
    }

    /// The failure of something that must be a folder or file of this machine.
    static OperationFailed exists(String what) {
        return new OperationFailed(
                ErrorCode.ALREADY_EXISTS,
                what + " exists already: name another target, or move it away");
    }
}
