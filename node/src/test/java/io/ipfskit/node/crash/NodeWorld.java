package io.ipfskit.node.crash;

import io.ipfskit.anyio.AnyIO;
import io.ipfskit.anyio.Body;
import io.ipfskit.anyio.SimBackend;
import io.ipfskit.anyio.TaskGroup;
import io.ipfskit.anyio.sim.DiskFault;
import io.ipfskit.anyio.sim.DiskFaults;
import io.ipfskit.anyio.sim.DiskScript;
import io.ipfskit.anyio.sim.SimDisk;
import io.ipfskit.blockstore.PackOptions;
import io.ipfskit.blockstore.PackStore;
import io.ipfskit.multiformats.Cid;
import io.ipfskit.node.Node;
import io.ipfskit.node.NodeOptions;
import io.ipfskit.node.NodePaths;
import io.ipfskit.node.TestNode;
import io.ipfskit.node.filestore.FilestoreRules;
import io.ipfskit.node.identity.Identity;
import io.ipfskit.node.ops.BlockRmInput;
import io.ipfskit.node.ops.PinRmInput;
import io.ipfskit.node.ops.RepoGcInput;
import io.ipfskit.node.repository.RepositoryLog;
import io.ipfskit.operation.ErrorCode;
import io.ipfskit.operation.OperationFailed;
import io.ipfskit.wal.log.DurableDirectories;
import io.ipfskit.wal.log.LogOptions;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;

/// A whole node on a simulated disk, in a simulated run, through several lives that end by a power
/// loss or a kill: adds as a user makes them, from the bytes to the pin, edits of the tree of
/// files, removals of pins and collections between each other, and an oracle.
///
/// As a program it runs seeds until one is caught.
final class NodeWorld {
    /// Files of users, which are there from the begin and are never lost.
    static final Path HOME = Path.of("/home");

    private static final NodeOptions OPTIONS =
            NodeOptions.offline("test/1").withFilestore(new FilestoreRules(List.of(HOME), false));

    static final NodePaths PATHS = new NodePaths(Path.of("/data/ipfs"));

    private static final PackOptions PACKS =
            new PackOptions(64 << 10, 64 << 10, 16 << 10, 6000, 20_000);

    private static final LogOptions LOG =
            new LogOptions(64 << 10, 64 << 10, 16 << 10, LogOptions.OnDamage.REFUSE);

    private static final DiskFaults FAULTS =
            DiskFaults.SOME
                    .withRate(DiskFault.FAIL, 0.03)
                    .withRate(DiskFault.FULL, 0.03)
                    .withFaultsMax(5)
                    .withCrashWithin(240);

    private static final int TASKS = 5;
    private static final int STEPS = 12;
    private static final int LIVES = 4;
    private static final int LIVES_MAX = 24;
    private static final int OPERATIONS_LEAST = 200;

    /// Faults that every seed sees beside those of the rates, within as many calls as every seed
    /// makes.
    private static final int FAULTS_LEAST = 3;

    private static final int CALLS_LEAST = 16;
    private static final int CONTENTS_OF_TASK = 8;

    /// Injected faults are logged by the thousand; kept here, since the logging system holds
    /// loggers weakly.
    private static final Logger QUIET = Logger.getLogger("io.ipfskit");

    private final NodeOracle oracle;
    private final TreeOracle tree;

    /// Blocks that anybody put into a session.
    private final Set<Cid> put;

    /// Operations that were begun.
    private int operations;

    private final List<WorldContent> contents;

    NodeWorld() throws Exception {
        NodeOracle fresh = new NodeOracle();
        this(fresh, new TreeOracle(fresh.wrong()), new LinkedHashSet<>(), learnt());
    }

    private NodeWorld(
            NodeOracle oracle, TreeOracle tree, Set<Cid> put, List<WorldContent> contents) {
        this.oracle = oracle;
        this.tree = tree;
        this.put = put;
        this.contents = contents;
    }

    /// Learnt once: what a content becomes does not change.
    private static final List<WorldContent> ALL = new ArrayList<>();

    private static synchronized List<WorldContent> learnt() throws Exception {
        if (ALL.isEmpty()) {
            List<WorldContent> all = new ArrayList<>();
            for (int i = 0; i < TASKS * CONTENTS_OF_TASK; i++) {
                all.add(new WorldContent(i));
            }
            run(
                    0,
                    _ -> {
                        for (WorldContent content : all) {
                            content.learn();
                        }
                        return 0;
                    });
            ALL.addAll(all);
        }
        return ALL;
    }

    /// Keeps injected faults out of the output.
    static void quiet() {
        QUIET.setLevel(Level.OFF);
    }

    /// Runs a body inside a task group, in the order of tasks that the seed decides.
    static void run(long seed, Body<TaskGroup, ?, ? extends Exception> body) throws Exception {
        AnyIO.run(
                SimBackend.seeded(seed),
                _ ->
                        TaskGroup.open(group -> {
                            @SuppressWarnings("unchecked")
                            Body<TaskGroup, Object, Exception> any =
                                    (Body<TaskGroup, Object, Exception>) body;
                            any.run(group);
                            return 0;
                        }));
    }

    /// Runs one seed; returns what is wrong, or null.
    static @Nullable String seed(long seed, DiskScript mutant) throws Exception {
        NodeWorld world = new NodeWorld();
        Random random = new Random(seed);
        SimDisk disk = new SimDisk(seed, FAULTS);
        disk.script(mutant.or(DiskScript.some(seed, FAULTS_LEAST, CALLS_LEAST)));
        for (int life = 0;
                life < LIVES || (life < LIVES_MAX && world.operations < OPERATIONS_LEAST);
                life++) {
            long base = random.nextLong();
            run(
                    seed * LIVES_MAX + life,
                    services -> {
                        world.life(services, disk, base);
                        return 0;
                    });
            disk.goDown();
            if (random.nextBoolean()) {
                disk.restartProcess();
            } else {
                disk.powerCycle();
            }
        }
        disk.goDown();
        if (disk.faults() < FAULTS_LEAST) {
            world.oracle.wrong("it saw only " + disk.faults() + " faults");
        }
        world.finish(seed, disk.afterPowerLoss(seed));
        return world.wrong().isEmpty()
                ? null
                : "seed %d: %s%n%s"
                        .formatted(seed, world.wrong().getFirst(), String.join("\n", disk.log()));
    }

    /// Opens what survived at last, on a disk on which nothing fails any more.
    void finish(long seed, SimDisk last) throws Exception {
        run(
                seed,
                services -> {
                    try {
                        with(services, last, oracle::read);
                    } catch (IOException | OperationFailed damaged) {
                        oracle.wrong("at last: " + damaged.getMessage());
                    }
                    return 0;
                });
    }

    /// Tasks add, unpin and collect what they can, until the disk goes down.
    private void life(TaskGroup services, SimDisk disk, long base) throws InterruptedException {
        List<Integer> tasks = new ArrayList<>();
        for (int i = 0; i < TASKS; i++) {
            tasks.add(i);
        }
        try {
            with(
                    services,
                    disk,
                    node ->
                            TaskGroup.map(
                                    tasks,
                                    TASKS,
                                    task -> {
                                        Random random = new Random(base + task);
                                        for (int i = 0; i < STEPS && !disk.isDown(); i++) {
                                            step(node, disk, task, random);
                                        }
                                        return 0;
                                    }));
        } catch (IOException failed) {
            // It could not be opened or closed now: nothing is said about what it holds.
        }
    }

    private void step(TestNode node, SimDisk disk, int task, Random random)
            throws InterruptedException {
        WorldContent content = content(task, random.nextInt(CONTENTS_OF_TASK));
        operations++;
        try {
            int choice = random.nextInt(12);
            if (choice < 3) {
                collect(node);
            } else if (choice == 3) {
                removeBlocks(node, content);
            } else if (random.nextInt(2) == 0) {
                edit(node, task, random);
            } else if (random.nextInt(3) == 0 && oracle.isPinned(content)) {
                unpin(node, content);
            } else {
                add(node, disk, content, random.nextInt(5) != 0);
            }
        } catch (IOException failed) {
            // It may have happened or not, as the oracle knows.
        }
    }

    /// Returns one of the contents that only this task adds.
    WorldContent content(int task, int number) {
        return contents.get(task * CONTENTS_OF_TASK + number);
    }

    /// Adds something.
    ///
    /// @throws IOException when that failed for a reason of the disk
    void add(TestNode node, SimDisk disk, WorldContent content, boolean isPinned)
            throws IOException, InterruptedException {
        if (isPinned) {
            oracle.begin(content, true);
        } else {
            oracle.beginUnpinned(content);
        }
        String made;
        try {
            made = content.add(node, disk, isPinned).cid();
        } catch (OperationFailed failed) {
            throw ofDisk(failed);
        }
        if (!made.equals(content.root())) {
            oracle.wrong(content + " became " + made);
        }
        if (isPinned) {
            oracle.acknowledge(content, true);
        } else {
            oracle.acknowledgeUnpinned(content);
        }
    }

    /// Removes a pin.
    ///
    /// @throws IOException when that failed for a reason of the disk
    void unpin(TestNode node, WorldContent content) throws IOException, InterruptedException {
        boolean isSure = oracle.isSurelyPinned(content);
        oracle.begin(content, false);
        try {
            node.node().pins().remove(new PinRmInput(content.root(), true));
        } catch (OperationFailed failed) {
            if (failed.code() == ErrorCode.NOT_FOUND && !isSure) {
                return; // the pin may be on the disk after a failure, and is not for this life
            }
            throw ofDisk(failed);
        }
        oracle.acknowledge(content, false);
    }

    /// Edits the tree of files, below the folder of the task.
    ///
    /// @throws IOException when that failed for a reason of the disk
    void edit(TestNode node, int task, Random random) throws IOException, InterruptedException {
        List<WorldContent> pinned = new ArrayList<>();
        for (int i = 0; i < CONTENTS_OF_TASK; i++) {
            if (oracle.isSurelyPinned(content(task, i))) {
                pinned.add(content(task, i));
            }
        }
        tree.step(node, task, random, pinned);
    }

    /// Removes what no pin, no add and no tree needs.
    ///
    /// @throws IOException when that failed for a reason of the disk
    void collect(TestNode node) throws IOException, InterruptedException {
        oracle.beginCollection();
        try {
            node.node().gc().collect(new RepoGcInput(false, true), _ -> {}, _ -> {});
        } catch (OperationFailed failed) {
            switch (failed.code()) {
                case CONFLICT -> {} // another task collects
                case INTEGRITY -> oracle.wrong(String.valueOf(failed.getMessage()));
                default -> throw ofDisk(failed);
            }
        } finally {
            oracle.endCollection();
        }
    }

    /// Removes the blocks of a content that nothing needs.
    ///
    /// @throws IOException when that failed for a reason of the disk
    void removeBlocks(TestNode node, WorldContent content)
            throws IOException, InterruptedException {
        List<String> cids = content.blocks().keySet().stream().map(Cid::toString).toList();
        oracle.beginCollection();
        try {
            node.node().gc().remove(BlockRmInput.of(cids), _ -> {}, _ -> {});
        } catch (OperationFailed failed) {
            if (failed.code() == ErrorCode.INTEGRITY) {
                oracle.wrong(String.valueOf(failed.getMessage()));
            } else {
                throw ofDisk(failed);
            }
        } finally {
            oracle.endCollection();
        }
    }

    /// A failure that a bad disk explains, as such; any other is thrown on.
    private static IOException ofDisk(OperationFailed failed) {
        return switch (failed.code()) {
            case UNAVAILABLE, RESOURCE_EXHAUSTED -> new IOException(failed);
            default -> throw failed;
        };
    }

    /// What is done with a node.
    interface NodeBody {
        void run(TestNode node) throws IOException, InterruptedException;
    }

    /// Opens a node as a start does, compares, does something with it, and closes it. A store or
    /// log that calls itself damaged is wrong.
    void with(TaskGroup services, SimDisk disk, NodeBody body)
            throws IOException, InterruptedException {
        try {
            DurableDirectories.create(disk, PATHS.directory(), 0700);
            disk.createDirectories(PATHS.blocks(), 0700);
            Identity identity = Identity.open(disk, PATHS.identity());
            try (RepositoryLog log =
                            RepositoryLog.open(services, disk, PATHS.repositoryLog(), LOG);
                    PackStore store = PackStore.open(services, disk, PATHS.blocks(), PACKS)) {
                Node node =
                        Node.open(
                                disk,
                                PATHS,
                                new RecordingStore(store, put),
                                log,
                                identity,
                                OPTIONS);
                TestNode opened = new TestNode(node, store, log);
                compare(opened);
                body.run(opened);
            }
        } catch (OperationFailed failed) {
            if (failed.code() != ErrorCode.UNAVAILABLE
                    && failed.code() != ErrorCode.RESOURCE_EXHAUSTED) {
                oracle.wrong(String.valueOf(failed.getMessage()));
            }
            throw new IOException(failed);
        } catch (IOException failed) {
            if (failed.getClass().getSimpleName().matches("(Log|Store)(Damaged|Locked)")) {
                oracle.wrong(String.valueOf(failed.getMessage()));
            }
            throw failed;
        }
    }

    private void compare(TestNode node) throws InterruptedException {
        try {
            oracle.compare(node, put);
            tree.compare(node);
        } catch (OperationFailed failed) {
            ofDisk(failed); // a read failed; the next opening compares
        } catch (IOException unreadable) {
            // the same
        }
    }

    /// Returns a world that knows the same.
    NodeWorld copy() {
        NodeOracle same = oracle.copy();
        return new NodeWorld(same, tree.copy(same.wrong()), new LinkedHashSet<>(put), contents);
    }

    List<String> wrong() {
        return oracle.wrong();
    }

    /// Runs the seeds from the first to before the second argument; ends with 1 at the first that
    /// is caught.
    public static void main(String[] arguments) throws Exception {
        quiet();
        for (long seed = Long.parseLong(arguments[0]);
                seed < Long.parseLong(arguments[1]);
                seed++) {
            String caught = seed(seed, DiskScript.NONE);
            if (caught != null) {
                System.out.println("caught " + caught.lines().findFirst().orElse(""));
                System.exit(1);
            }
        }
    }
}
