package io.ipfskit.node.mfs;

import io.ipfskit.anyio.Blocking;
import io.ipfskit.anyio.Clock;
import io.ipfskit.anyio.Compute;
import io.ipfskit.anyio.Disk;
import io.ipfskit.anyio.DiskFile;
import io.ipfskit.anyio.Lock;
import io.ipfskit.anyio.OnCancel;
import io.ipfskit.anyio.OpenMode;
import io.ipfskit.blockstore.BlockStore;
import io.ipfskit.blockstore.WriteSession;
import io.ipfskit.ipld.BlockSource;
import io.ipfskit.ipld.unixfs.Attributes;
import io.ipfskit.ipld.unixfs.DagNode;
import io.ipfskit.ipld.unixfs.DirectoryEntry;
import io.ipfskit.ipld.unixfs.FileEditor;
import io.ipfskit.ipld.unixfs.ImportProfile;
import io.ipfskit.ipld.unixfs.UnixFs;
import io.ipfskit.ipld.unixfs.UnixFsNode;
import io.ipfskit.multiformats.Cid;
import io.ipfskit.node.Failures;
import io.ipfskit.node.gc.Hold;
import io.ipfskit.node.gc.Holds;
import io.ipfskit.node.ops.FilesChanged;
import io.ipfskit.node.ops.FilesWriteInput;
import io.ipfskit.node.repository.TreeChange;
import io.ipfskit.operation.ByteSource;
import io.ipfskit.operation.Call;
import io.ipfskit.operation.ErrorCode;
import io.ipfskit.operation.OperationFailed;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Optional;

/// Writes bytes to files of the tree. Thread-safe.
///
/// The bytes become blocks in a session before the writer lock is taken; writers of one path wait
/// for each other.
final class MfsWrites {
    private static final int STREAM_READ = 64 * 1024;
    private static final int HASHED_HERE_MAX = 32 << 10;
    private static final int STRIPES = 64;

    /// What takes microseconds is done sooner than handed over.
    private static final FileEditor.Hashing HASHING =
            (bytes, block) -> bytes <= HASHED_HERE_MAX ? block.get() : Compute.call(block::get);

    private final Disk disk;
    private final BlockStore blocks;
    private final BlockSource source;
    private final MfsReads reads;
    private final Edits edits;
    private final Holds holds;
    private final Lock[] stripes = new Lock[STRIPES];

    MfsWrites(
            Disk disk,
            BlockStore blocks,
            BlockSource source,
            MfsReads reads,
            Edits edits,
            Holds holds) {
        this.disk = disk;
        this.blocks = blocks;
        this.source = source;
        this.reads = reads;
        this.edits = edits;
        this.holds = holds;
        for (int i = 0; i < STRIPES; i++) {
            stripes[i] = new Lock();
        }
    }

    FilesChanged write(FilesWriteInput input, Call call) throws InterruptedException {
        MfsPath path = MfsPath.parse("dest", input.dest());
        if (path.isRoot() || path.endsWithSlash()) {
            throw OperationFailed.invalidField("dest", path + " was not a file");
        }
        Long count = input.count();
        if (input.offset() < 0 || (count != null && count < 0)) {
            throw OperationFailed.invalidField(
                    input.offset() < 0 ? "offset" : "count", "must not be negative");
        }
        ByteSource bytes = call.bytes();
        if (bytes == null) {
            throw OperationFailed.invalidField("body", "is missing: send bytes, or a file");
        }
        ImportProfile profile = MfsProfile.of(input.cidVersion(), input.hash());
        Lock ownLock = stripes[Math.floorMod(path.hashCode(), STRIPES)];
        try {
            return ownLock.withLock(() -> write(input, path, profile, bytes));
        } catch (IOException e) {
            throw Failures.of(e, path.toString());
        }
    }

    private FilesChanged write(
            FilesWriteInput input, MfsPath path, ImportProfile profile, ByteSource bytes)
            throws IOException, InterruptedException {
        try (Hold hold = holds.open("files.write");
                WriteSession session = hold.over(blocks.openSession())) {
            Cid root = reads.root(hold);
            Optional<DirectoryEntry> there = TreeReader.find(source, root, path);
            if (there.isEmpty()) {
                requireCreatable(input, root, path);
            }
            DagNode file =
                    with(bytes, in -> content(input, profile, session, there.orElse(null), in));
            return edits.edit(
                    hold, session, (tree, _) -> link(tree, input, path, profile, there, file));
        }
    }

    private void requireCreatable(FilesWriteInput input, Cid root, MfsPath path)
            throws IOException, InterruptedException {
        if (!input.create()) {
            throw TreeEdit.notFound(path);
        }
        if (!input.parents()) {
            Cid parent = TreeReader.require(source, root, path.parent()).cid();
            if (!TreeEdit.isFolder(source, parent)) {
                throw OperationFailed.invalidField("dest", path.parent() + " is not a directory");
            }
        }
    }

    /// Makes the blocks of the file as it will be.
    private DagNode content(
            FilesWriteInput input,
            ImportProfile profile,
            WriteSession session,
            @Nullable DirectoryEntry there,
            FileEditor.Input in)
            throws IOException, InterruptedException {
        Boolean raw = input.rawLeaves();
        ImportProfile leaves = profile.withRawLeaves(raw == null || raw);
        FileEditor editor;
        if (there == null) {
            editor = new FileEditor(leaves, source, session, HASHING, Attributes.NONE);
        } else {
            UnixFsNode node = UnixFs.read(source, there.cid());
            if (!(node instanceof UnixFsNode.Content)) {
                throw OperationFailed.invalidField("dest", input.dest() + " was not a file");
            }
            Attributes attributes = touched(node.attributes());
            if (input.truncate()) {
                ImportProfile own = leaves.like(there.cid());
                editor = new FileEditor(own, source, session, HASHING, attributes);
            } else {
                editor = new FileEditor(leaves, source, session, HASHING, there.cid());
                editor.setAttributes(attributes);
            }
        }
        try {
            return editor.write(input.offset(), limited(in, input.count()));
        } catch (IllegalArgumentException e) {
            throw OperationFailed.invalidField("offset", String.valueOf(e.getMessage()));
        }
    }

    /// A modification time that is recorded tells of this one.
    private static Attributes touched(Attributes attributes) {
        return attributes.mtime() == null
                ? attributes
                : new Attributes(attributes.mode(), Clock.now());
    }

    private static Edits.Done link(
            TreeEdit tree,
            FilesWriteInput input,
            MfsPath path,
            ImportProfile profile,
            Optional<DirectoryEntry> there,
            DagNode file)
            throws IOException, InterruptedException {
        Optional<Cid> now = tree.find(path).map(DirectoryEntry::cid);
        if (!now.equals(there.map(DirectoryEntry::cid))) {
            throw new OperationFailed(
                    ErrorCode.CONFLICT,
                    path + " was changed while bytes were written to it: write them again");
        }
        OpenFolder folder = MfsService.parent(tree, path, input.parents(), profile);
        TreeEdit.put(folder, path.name(), file.cid(), file.cumulativeSize());
        TreeChange.Kind kind =
                there.isEmpty()
                        ? TreeChange.Kind.CREATE
                        : input.truncate() ? TreeChange.Kind.TRUNCATE : TreeChange.Kind.WRITE;
        return Edits.Done.of(kind, path, file::cid);
    }

    // ---- the bytes ----

    private static FileEditor.Input limited(FileEditor.Input in, @Nullable Long count) {
        if (count == null) {
            return in;
        }
        long[] left = {count};
        return target -> {
            if (left[0] == 0) {
                return -1;
            }
            int limit = target.limit();
            target.limit((int) Math.min(limit, target.position() + left[0]));
            try {
                int read = in.read(target);
                left[0] -= Math.max(0, read);
                return read;
            } finally {
                target.limit(limit);
            }
        };
    }

    /// What is done with the bytes of a call.
    private interface Use {
        DagNode with(FileEditor.Input in) throws IOException, InterruptedException;
    }

    private DagNode with(ByteSource bytes, Use use) throws IOException, InterruptedException {
        return switch (bytes) {
            case ByteSource.OfBytes(byte[] all) -> {
                ByteBuffer from = ByteBuffer.wrap(all);
                yield use.with(target -> copy(from, target));
            }
            case ByteSource.OfStream(InputStream stream) ->
                    use.with(target -> read(stream, target));
            case ByteSource.OfReader reader -> use.with(reader.reader()::read);
            case ByteSource.OfPath(var path) -> {
                try (DiskFile file = disk.open(path, OpenMode.read())) {
                    long[] at = new long[1];
                    yield use.with(target -> {
                        int count = file.read(target, at[0]);
                        at[0] += Math.max(0, count);
                        return count;
                    });
                }
            }
        };
    }

    private static int copy(ByteBuffer from, ByteBuffer target) {
        if (!from.hasRemaining()) {
            return -1;
        }
        int count = Math.min(from.remaining(), target.remaining());
        target.put(from.slice(from.position(), count));
        from.position(from.position() + count);
        return count;
    }

    private static int read(InputStream stream, ByteBuffer target)
            throws IOException, InterruptedException {
        byte[] part = new byte[Math.min(target.remaining(), STREAM_READ)];
        int count = Blocking.call(() -> stream.read(part), OnCancel.ABANDON);
        if (count > 0) {
            target.put(part, 0, count);
        }
        return count;
    }
}
