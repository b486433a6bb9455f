package io.ipfskit.node.add;

import io.ipfskit.anyio.ReceiveChannel;
import io.ipfskit.anyio.ReceiveResult;
import io.ipfskit.anyio.Semaphore;
import io.ipfskit.anyio.Task;
import io.ipfskit.ipld.unixfs.Attributes;
import io.ipfskit.ipld.unixfs.DagNode;
import io.ipfskit.ipld.unixfs.DirectoryBuilder;
import io.ipfskit.ipld.unixfs.FileDagBuilder;
import io.ipfskit.ipld.unixfs.Leaf;
import io.ipfskit.ipld.unixfs.UnixFs;
import io.ipfskit.node.Failures;
import io.ipfskit.node.filestore.Referrer;
import io.ipfskit.node.filestore.ReferringSink;
import io.ipfskit.node.ops.AddedEntry;
import io.ipfskit.operation.Call;
import io.ipfskit.operation.OperationFailed;
import io.ipfskit.operation.Progress;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;

/// Builds the DAG from the steps of a reader, in their order. The one task that writes blocks.
final class Assembler {
    private final AddPlan plan;
    private final CountingSink sink;

    /// Takes references, null when all bytes are stored.
    private final @Nullable ReferringSink referring;

    private final Semaphore slots;
    private final ChunkBuffers buffers;
    private final Call call;
    private final long total;

    private final Deque<Folder> folders = new ArrayDeque<>();
    private final @Nullable EntryTree entries;
    private EntryTree.@Nullable Root root;
    private EntryTree.@Nullable Root result;

    private @Nullable File file;
    private long files;
    private long bytes;

    /// What is being built now, for messages.
    private String at = "";

    private record Folder(String path, DirectoryBuilder builder) {}

    /// A file whose chunks are coming. Invariant: `held` is the buffer of the first leaf, which the
    /// builder keeps until it knows whether there is a second.
    private static final class File {
        final String path;
        final FileDagBuilder builder;
        final @Nullable Referrer referrer;
        @Nullable ByteBuffer held;
        boolean empty = true;

        /// Bytes so far.
        long size;

        File(String path, FileDagBuilder builder, @Nullable Referrer referrer) {
            this.path = path;
            this.builder = builder;
            this.referrer = referrer;
        }
    }

    Assembler(
            AddPlan plan,
            CountingSink sink,
            @Nullable ReferringSink referring,
            Semaphore slots,
            ChunkBuffers buffers,
            Call call,
            AddSource source) {
        this.plan = plan;
        this.sink = sink;
        this.referring = referring;
        this.slots = slots;
        this.buffers = buffers;
        this.call = call;
        this.total = source.total();
        this.entries = source.isEntries() ? new EntryTree() : null;
    }

    /// Files and symbolic links so far.
    long files() {
        return files;
    }

    /// Bytes of files so far.
    long bytes() {
        return bytes;
    }

    /// What all steps came to.
    EntryTree.Root root() {
        if (result == null) {
            throw new IllegalStateException("not assembled yet");
        }
        return result;
    }

    /// Takes all steps and builds the root.
    void assemble(ReceiveChannel<Step> steps) throws InterruptedException {
        try {
            while (steps.receiveOrEnd() instanceof ReceiveResult.Received<Step>(Step step)) {
                take(step);
            }
            EntryTree tree = entries;
            EntryTree.Root made =
                    tree == null
                            ? root
                            : tree.build(
                                    plan.input().emptyDirs(),
                                    this::directory,
                                    (path, node) -> give(path, node, "directory"));
            if (made == null) {
                throw new IllegalStateException("the reader ended without a root");
            }
            result = plan.input().wrap() ? wrap(made) : made;
        } catch (IOException e) {
            throw Failures.of(e, at.isEmpty() ? "the content" : at);
        } catch (IllegalArgumentException e) {
            throw OperationFailed.invalidField("body", at + ": " + e.getMessage());
        }
    }

    private EntryTree.Root wrap(EntryTree.Root made) throws IOException, InterruptedException {
        DirectoryBuilder builder = directory(plan.attributes(null, null));
        builder.add(
                made.name().isEmpty() ? made.node().cid().toString() : made.name(), made.node());
        DagNode node = builder.finish();
        give("", node, "directory");
        return new EntryTree.Root("", node);
    }

    private DirectoryBuilder directory(Attributes attributes) {
        return new DirectoryBuilder(plan.profile(), sink, attributes);
    }

    private void take(Step step) throws IOException, InterruptedException {
        switch (step) {
            case Step.Enter(String path, Attributes attributes) -> {
                at = path;
                folders.addLast(new Folder(path, directory(attributes)));
            }
            case Step.Leave() -> {
                Folder folder = folders.removeLast();
                at = folder.path;
                place(folder.path, folder.builder.finish(), "directory");
            }
            case Step.Link(String path, String target, Attributes attributes) -> {
                at = path;
                files++;
                place(path, UnixFs.symlink(plan.profile(), target, attributes, sink), "symlink");
            }
            case Step.Folder(String path, Attributes attributes) -> {
                at = path;
                if (entries == null) {
                    throw new IllegalStateException("folder step outside an entry tree");
                }
                entries.folder(path, attributes);
            }
            case Step.BeginFile begin -> {
                at = begin.path();
                file = file(begin);
            }
            case Step.Chunk(Task<Step.Hashed> hashed) -> chunk(require(file), hashed);
            case Step.EndFile() -> end(require(file));
            case Step.SmallFile(Step.BeginFile begin, Task<Step.Hashed> hashed) -> {
                at = begin.path();
                File small = file(begin);
                chunk(small, hashed);
                end(small);
            }
            case Step.Failed(OperationFailed failure) -> throw failure;
        }
    }

    private File file(Step.BeginFile begin) {
        FileDagBuilder builder = new FileDagBuilder(plan.profile(), sink, begin.attributes());
        return new File(begin.path(), builder, begin.referrer());
    }

    private static File require(@Nullable File file) {
        if (file == null) {
            throw new IllegalStateException("chunk without a file");
        }
        return file;
    }

    private void chunk(File target, Task<Step.Hashed> task)
            throws IOException, InterruptedException {
        Step.Hashed hashed = task.join();
        OperationFailed failure = hashed.failure();
        if (failure != null) {
            throw failure;
        }
        Leaf leaf = hashed.leaf();
        if (leaf == null) {
            release(hashed.buffer());
            return;
        }
        if (referring != null && target.referrer != null) {
            referring.refer(leaf.block().cid(), target.referrer.at(target.size, leaf.size()));
        }
        target.builder.add(leaf);
        target.size += leaf.size();
        bytes += leaf.size();
        if (target.empty) {
            target.empty = false;
            target.held = hashed.buffer();
        } else {
            ByteBuffer first = target.held;
            if (first != null) {
                target.held = null;
                release(first);
            }
            release(hashed.buffer());
        }
        call.progress(new Progress("add", bytes, total, "bytes", target.path));
    }

    private void end(File done) throws IOException, InterruptedException {
        DagNode node = done.builder.finish();
        ByteBuffer first = done.held;
        if (first != null) {
            done.held = null;
            release(first);
        }
        file = null;
        files++;
        place(done.path, node, "file");
    }

    private void release(ByteBuffer buffer) {
        buffers.giveBack(buffer);
        slots.release();
    }

    private void place(String path, DagNode node, String type)
            throws IOException, InterruptedException {
        if (entries != null) {
            entries.put(path, node);
        } else {
            String name = path.substring(path.lastIndexOf('/') + 1);
            if (folders.isEmpty()) {
                root = new EntryTree.Root(path, node);
            } else {
                folders.getLast().builder.add(name, node);
            }
        }
        give(path.isEmpty() ? node.cid().toString() : path, node, type);
    }

    private void give(String path, DagNode node, String type) throws InterruptedException {
        long size = type.equals("directory") ? node.cumulativeSize() : node.size();
        call.item(new AddedEntry(path, node.cid().toString(), size, type));
    }
}
