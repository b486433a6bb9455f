package io.ipfskit.node.add;

import io.ipfskit.anyio.CancelScope;
import io.ipfskit.anyio.Channel;
import io.ipfskit.anyio.Checkpoint;
import io.ipfskit.anyio.Compute;
import io.ipfskit.anyio.Disk;
import io.ipfskit.anyio.FileStat;
import io.ipfskit.anyio.FileType;
import io.ipfskit.anyio.Meters;
import io.ipfskit.anyio.Semaphore;
import io.ipfskit.anyio.SendChannel;
import io.ipfskit.anyio.TaskFailed;
import io.ipfskit.anyio.TaskGroup;
import io.ipfskit.blockstore.BlockStore;
import io.ipfskit.blockstore.WriteSession;
import io.ipfskit.ipld.unixfs.DagNode;
import io.ipfskit.node.Failures;
import io.ipfskit.node.gc.Hold;
import io.ipfskit.node.gc.Holds;
import io.ipfskit.node.ops.AddInput;
import io.ipfskit.node.ops.Added;
import io.ipfskit.node.pins.PinService;
import io.ipfskit.node.repository.PinKind;
import io.ipfskit.operation.ByteSource;
import io.ipfskit.operation.Call;
import io.ipfskit.operation.OperationFailed;
import io.ipfskit.operation.Tree;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;

/// Adds content. Thread-safe; each add is its own task tree and write session.
public final class AddService {
    private static final int STEPS_AHEAD = 64;
    private static final int SLOTS_EXTRA = 6;

    private final Disk disk;
    private final BlockStore blocks;
    private final PinService pins;
    private final Holds holds;
    private final ChunkBuffers buffers = new ChunkBuffers();
    private final Meters.Counter files;
    private final Meters.Counter bytes;

    /// Reads from `disk`, stores in `blocks`, pins with `pins`; until then `holds` keep the blocks.
    ///
    /// @param meters are told what was added: `node_added_files_total`, `node_added_bytes_total`
    public AddService(Disk disk, BlockStore blocks, PinService pins, Holds holds, Meters meters) {
        this.disk = disk;
        this.blocks = blocks;
        this.pins = pins;
        this.holds = holds;
        Meters safe = Meters.safe(meters);
        this.files = safe.counter("node_added_files_total");
        this.bytes = safe.counter("node_added_bytes_total");
    }

    /// Adds the bytes or the tree of the call. When it returns, the blocks and the pin are durable.
    /// When it throws, nothing of it is left, but for the blocks, without a pin, where it was the
    /// pin that could not be written; and where the disk failed in the last step, what was under
    /// way then may be found whole after the next start.
    ///
    /// @throws OperationFailed naming the path that could not be added, and what to do
    public Added add(AddInput input, Call call) throws InterruptedException {
        AddPlan plan = AddPlan.of(input);
        AddSource source = source(plan, call);
        if (input.onlyHash()) {
            CountingSink sink = new CountingSink(null);
            Assembler assembler = run(plan, source, sink, call);
            return added(assembler, sink, 0, false);
        }
        try (Hold hold = holds.open("ipfs.add");
                WriteSession session = hold.over(blocks.openSession())) {
            CountingSink sink = new CountingSink(session);
            Assembler assembler = run(plan, source, sink, call);
            Checkpoint.ifCancelled();
            long bytesNew =
                    CancelScope.<Long, IOException>shield(_ -> commit(plan, session, assembler));
            files.add(assembler.files());
            bytes.add(assembler.bytes());
            return added(assembler, sink, bytesNew, input.pin());
        } catch (IOException e) {
            throw Failures.of(e, "the add");
        }
    }

    private long commit(AddPlan plan, WriteSession session, Assembler assembler)
            throws IOException, InterruptedException {
        session.commit();
        if (plan.input().pin()) {
            pins.pin(assembler.root().node().cid(), PinKind.RECURSIVE, plan.pinName());
        }
        return session.statistics().bytesNew();
    }

    private static Added added(
            Assembler assembler, CountingSink sink, long bytesNew, boolean pinned) {
        DagNode node = assembler.root().node();
        return new Added(
                node.cid().toString(),
                assembler.root().name(),
                assembler.bytes(),
                node.cumulativeSize(),
                sink.blocks(),
                bytesNew,
                assembler.files(),
                pinned);
    }

    private Assembler run(AddPlan plan, AddSource source, CountingSink sink, Call call)
            throws InterruptedException {
        Semaphore slots = new Semaphore(Compute.parallelism() + SLOTS_EXTRA);
        Assembler assembler = new Assembler(plan, sink, slots, buffers, call, source);
        try {
            TaskGroup.<@Nullable Void, RuntimeException>open(
                    "add",
                    group -> {
                        Channel<Step> steps = Channel.open(STEPS_AHEAD);
                        group.fork(
                                "read",
                                () -> {
                                    read(
                                            new Feed(group, steps.sender(), slots, buffers, plan),
                                            source);
                                    return null;
                                });
                        assembler.assemble(steps.receiver());
                        return null;
                    });
        } catch (TaskFailed e) {
            if (e.getCause() instanceof OperationFailed failure) {
                throw failure;
            }
            throw e;
        }
        return assembler;
    }

    /// Failures travel in order, behind what was read before them.
    private static void read(Feed feed, AddSource source) throws InterruptedException {
        try (SendChannel<Step> steps = feed.steps()) {
            try {
                source.feed(feed);
            } catch (OperationFailed e) {
                steps.send(new Step.Failed(e));
            }
        }
    }

    private AddSource source(AddPlan plan, Call call) throws InterruptedException {
        StreamReader reader = new StreamReader(disk);
        Tree tree = call.tree();
        ByteSource bytes = call.bytes();
        if (tree != null && bytes != null) {
            throw OperationFailed.invalidField("body", "is both one stream and a tree");
        }
        if (tree != null) {
            return switch (tree) {
                case Tree.OfPath(Path path, Tree.AddRules rules) -> disk(path, plan, rules);
                case Tree.OfEntries(Tree.EntrySource entries) -> new EntriesSource(reader, entries);
            };
        }
        if (bytes instanceof ByteSource.OfPath(Path path)) {
            return disk(path, plan, new Tree.AddRules(true));
        }
        if (bytes != null) {
            String name = plan.input().name();
            return new BytesSource(reader, bytes, name == null ? "" : name);
        }
        throw OperationFailed.invalidField(
                "body", "is missing: send a file, a folder or bytes to add");
    }

    private DiskSource disk(Path path, AddPlan plan, Tree.AddRules rules)
            throws InterruptedException {
        try {
            Path absolute = path.toAbsolutePath().normalize();
            FileStat stat = disk.stat(absolute);
            Path last = absolute.getFileName();
            String given = plan.input().name();
            String name = given != null ? given : last == null ? "root" : last.toString();
            if (stat.type() == FileType.DIRECTORY && last == null) {
                name = "root";
            }
            Tree.AddRules all =
                    new Tree.AddRules(
                            rules.hidden() || plan.input().hidden(),
                            rules.dereference(),
                            rules.ignore());
            return new DiskSource(disk, absolute, name, stat, all);
        } catch (IOException e) {
            throw Failures.of(e, path.toString());
        }
    }
}
