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
import io.ipfskit.blockstore.WriteSession;
import io.ipfskit.ipld.unixfs.DagNode;
import io.ipfskit.node.Failures;
import io.ipfskit.node.fetch.ByteRange;
import io.ipfskit.node.fetch.HttpFetch;
import io.ipfskit.node.filestore.FilestoreRules;
import io.ipfskit.node.filestore.Reference;
import io.ipfskit.node.filestore.ReferenceStore;
import io.ipfskit.node.filestore.ReferringSink;
import io.ipfskit.node.gc.Hold;
import io.ipfskit.node.gc.Holds;
import io.ipfskit.node.ops.AddInput;
import io.ipfskit.node.ops.Added;
import io.ipfskit.node.pins.PinService;
import io.ipfskit.node.repository.PinKind;
import io.ipfskit.operation.ByteSource;
import io.ipfskit.operation.Call;
import io.ipfskit.operation.ErrorCode;
import io.ipfskit.operation.OperationFailed;
import io.ipfskit.operation.Tree;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;

/// Adds content. Thread-safe; each add is its own task tree and write session.
public final class AddService {
    private static final int STEPS_AHEAD = 64;
    private static final int SLOTS_EXTRA = 6;

    private final Disk disk;
    private final ReferenceStore blocks;
    private final PinService pins;
    private final Holds holds;
    private final ChunkBuffers buffers = new ChunkBuffers();
    private final HttpFetch fetch;
    private final FilestoreRules filestore;
    private final Meters.Counter files;
    private final Meters.Counter bytes;

    /// Reads from `disk`, stores in `blocks`, pins with `pins`; until then `holds` keep the blocks.
    ///
    /// @param fetch gets what URLs name
    /// @param filestore what blocks may be kept by reference to
    /// @param meters are told what was added: `node_added_files_total`, `node_added_bytes_total`
    public AddService(
            Disk disk,
            ReferenceStore blocks,
            PinService pins,
            Holds holds,
            HttpFetch fetch,
            FilestoreRules filestore,
            Meters meters) {
        this.disk = disk;
        this.blocks = blocks;
        this.pins = pins;
        this.holds = holds;
        this.fetch = fetch;
        this.filestore = filestore;
        Meters safe = Meters.safe(meters);
        this.files = safe.counter("node_added_files_total");
        this.bytes = safe.counter("node_added_bytes_total");
    }

    /// Adds the bytes or the tree of the call, or what the URL of the options names. When it
    /// returns, the blocks and the pin are durable; files and URLs that blocks are kept by
    /// reference to are the caller's to keep. When it throws, nothing of it is left, but for the
    /// blocks, without a pin, where it was the pin that could not be written; and where the disk
    /// failed in the last step, what was under way then may be found whole after the next start.
    ///
    /// @throws OperationFailed naming the path that could not be added, and what to do
    public Added add(AddInput input, Call call) throws InterruptedException {
        AddPlan plan = AddPlan.of(input);
        try (AddSource source = source(plan, call)) {
            return add(plan, source, call);
        }
    }

    private Added add(AddPlan plan, AddSource source, Call call) throws InterruptedException {
        AddInput input = plan.input();
        if (input.onlyHash()) {
            CountingSink sink = new CountingSink(null);
            Assembler assembler = run(plan, source, sink, null, call);
            return added(assembler, sink, 0, false);
        }
        try (Hold hold = holds.open("ipfs.add");
                WriteSession session = hold.over(blocks.openSession())) {
            ReferringSink referring = input.nocopy() ? new ReferringSink(session) : null;
            CountingSink sink = new CountingSink(referring == null ? session : referring);
            Assembler assembler = run(plan, source, sink, referring, call);
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

    private Assembler run(
            AddPlan plan,
            AddSource source,
            CountingSink sink,
            @Nullable ReferringSink referring,
            Call call)
            throws InterruptedException {
        Semaphore slots = new Semaphore(Compute.parallelism() + SLOTS_EXTRA);
        Assembler assembler = new Assembler(plan, sink, referring, slots, buffers, call, source);
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
        String url = plan.input().url();
        if (url != null) {
            // A request without a body comes with bytes, of which there are none.
            if (tree != null || (bytes != null && bytes.size().orElse(-1) != 0)) {
                throw OperationFailed.invalidField("url", "comes with content: give one of them");
            }
            return url(url, plan);
        }
        if (tree != null && bytes != null) {
            throw OperationFailed.invalidField("body", "is both one stream and a tree");
        }
        if (tree != null) {
            return switch (tree) {
                case Tree.OfPath(Path path, Tree.AddRules rules) -> disk(path, plan, rules);
                case Tree.OfEntries(Tree.EntrySource entries) -> {
                    refuseReferences(plan);
                    yield new EntriesSource(reader, entries);
                }
            };
        }
        if (bytes instanceof ByteSource.OfPath(Path path)) {
            return disk(path, plan, new Tree.AddRules(true));
        }
        if (bytes != null) {
            refuseReferences(plan);
            String name = plan.input().name();
            return new BytesSource(reader, bytes, name == null ? "" : name);
        }
        throw OperationFailed.invalidField(
                "body", "is missing: send a file, a folder or bytes to add");
    }

    private static void refuseReferences(AddPlan plan) {
        if (plan.input().nocopy()) {
            throw OperationFailed.invalidField(
                    "nocopy", "needs a file or folder of the node's own machine, or a URL");
        }
    }

    private AddSource url(String text, AddPlan plan) throws InterruptedException {
        if (plan.input().nocopy() && !filestore.urls()) {
            throw new OperationFailed(
                    ErrorCode.UNSUPPORTED,
                    "nothing is kept by reference to URLs: set filestore.urls in the configuration"
                            + " of the node");
        }
        try {
            URI url = fetch.policy().parse(text);
            String given = plan.input().name();
            String name = given != null ? given : UrlSource.nameOf(url);
            if (!plan.input().nocopy()) {
                return new UrlSource(fetch.get(url), name, null);
            }
            fetch.get(url, new ByteRange(0, 1)).close(); // without parts nothing could be read
            return new UrlSource(
                    fetch.get(url),
                    name,
                    (offset, length) -> new Reference.OfUrl(url, offset, length));
        } catch (IOException e) {
            throw Failures.of(e, "the URL");
        }
    }

    private DiskSource disk(Path path, AddPlan plan, Tree.AddRules rules)
            throws InterruptedException {
        try {
            Path absolute = path.toAbsolutePath().normalize();
            if (plan.input().nocopy()) {
                if (filestore.roots().isEmpty()) {
                    throw new OperationFailed(
                            ErrorCode.UNSUPPORTED,
                            "nothing is kept by reference to files: name folders in filestore.roots"
                                    + " of the configuration of the node");
                }
                absolute = withoutLinks(absolute);
            }
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
            return new DiskSource(
                    disk, absolute, name, stat, all, plan.input().nocopy() ? blocks.files() : null);
        } catch (IOException e) {
            throw Failures.of(e, path.toString());
        }
    }

    /// The same file, reached over no symbolic link; it may be one itself.
    private Path withoutLinks(Path absolute) throws IOException, InterruptedException {
        Path parent = absolute.getParent();
        Path name = absolute.getFileName();
        return parent == null || name == null ? absolute : disk.realPath(parent).resolve(name);
    }
}
