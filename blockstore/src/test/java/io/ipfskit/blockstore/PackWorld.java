package io.ipfskit.blockstore;

import io.ipfskit.anyio.AnyIO;
import io.ipfskit.anyio.Body;
import io.ipfskit.anyio.SimBackend;
import io.ipfskit.anyio.TaskGroup;
import io.ipfskit.anyio.sim.DiskFault;
import io.ipfskit.anyio.sim.DiskFaults;
import io.ipfskit.anyio.sim.DiskScript;
import io.ipfskit.anyio.sim.SimDisk;
import io.ipfskit.ipld.Block;
import io.ipfskit.ipld.IntegrityException;
import io.ipfskit.multiformats.Cid;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;

/// A pack store on a simulated disk, in a simulated run, through several lives that end by a power
/// loss or a kill; and an oracle that knows what must be there: an operation that was acknowledged
/// happened, one that failed or was under way happened completely or not at all.
///
/// As a program it runs seeds until one is caught.
final class PackWorld {
    static final Path STORE = Path.of("/data/blocks");

    static final PackOptions OPTIONS = new PackOptions(64 << 10, 64 << 10, 16 << 10, 6000, 20_000);

    private static final DiskFaults FAULTS =
            DiskFaults.SOME
                    .withRate(DiskFault.FAIL, 0.03)
                    .withRate(DiskFault.FULL, 0.03)
                    .withFaultsMax(5)
                    .withCrashWithin(100);

    private static final int TASKS = 8;
    private static final int STEPS = 7;
    private static final int LIVES = 4;

    /// What one task knows: it alone uses its blocks.
    static final class Oracle {
        private final Map<Cid, Block> known = new LinkedHashMap<>();

        /// What may be in the store; one set while nothing failed.
        private Set<Set<Cid>> possible = new LinkedHashSet<>(List.of(Set.of()));

        private int next;

        Oracle() {}

        private Oracle(Oracle other) {
            known.putAll(other.known);
            possible = new LinkedHashSet<>(other.possible);
            next = other.next;
        }

        void know(Block block) {
            known.put(block.cid(), block);
        }

        /// Something is under way: it may happen or not.
        void begin(UnaryOperator<Set<Cid>> change) {
            Set<Set<Cid>> both = new LinkedHashSet<>(possible);
            possible.forEach(set -> both.add(change.apply(set)));
            possible = both;
        }

        /// It was acknowledged.
        void acknowledge(UnaryOperator<Set<Cid>> change) {
            Set<Set<Cid>> after = new LinkedHashSet<>();
            possible.forEach(set -> after.add(change.apply(set)));
            possible = after;
        }

        private Set<Cid> likely() {
            return possible.iterator().next();
        }
    }

    private final List<Oracle> oracles = new ArrayList<>();
    private final List<String> wrong = new ArrayList<>();

    PackWorld(int tasks) {
        for (int i = 0; i < tasks; i++) {
            oracles.add(new Oracle());
        }
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
        PackWorld world = new PackWorld(TASKS);
        Random random = new Random(seed);
        SimDisk disk = new SimDisk(seed, FAULTS);
        disk.script(mutant);
        for (int life = 0; life < LIVES; life++) {
            long base = random.nextLong();
            run(seed * LIVES + life, services -> world.life(services, disk, base));
            disk.goDown();
            if (random.nextBoolean()) {
                disk.restartProcess();
            } else {
                disk.powerCycle();
            }
        }
        disk.goDown();
        SimDisk last = disk.afterPowerLoss(seed);
        run(
                seed,
                services -> {
                    try {
                        world.open(services, last).close();
                    } catch (IOException damaged) {
                        world.wrong.add("at last: " + damaged.getMessage());
                    }
                    return 0;
                });
        return world.wrong.isEmpty()
                ? null
                : "seed %d: %s%n%s"
                        .formatted(seed, world.wrong.getFirst(), String.join("\n", disk.log()));
    }

    /// Eight tasks add and delete what they can, until the disk goes down.
    private int life(TaskGroup services, SimDisk disk, long base) throws InterruptedException {
        List<Integer> tasks = new ArrayList<>();
        for (int i = 0; i < TASKS; i++) {
            tasks.add(i);
        }
        try (PackStore store = open(services, disk)) {
            TaskGroup.map(
                    tasks,
                    TASKS,
                    task -> {
                        Random random = new Random(base + task);
                        for (int step = 0; step < STEPS && !disk.isDown(); step++) {
                            step(store, task, random);
                        }
                        return 0;
                    });
        } catch (StoreDamaged | StoreLocked damaged) {
            wrong.add(String.valueOf(damaged.getMessage()));
        } catch (IOException failed) {
            return 0; // it could not be opened or closed now: nothing is said about its blocks
        }
        return 0;
    }

    private void step(PackStore store, int task, Random random) throws InterruptedException {
        Oracle oracle = oracles.get(task);
        try {
            if (random.nextInt(4) == 0 && !oracle.likely().isEmpty()) {
                delete(
                        store,
                        task,
                        oracle.likely().stream().filter(_ -> random.nextBoolean()).toList());
            } else {
                List<Block> blocks = new ArrayList<>();
                int count = random.nextInt(3) == 0 ? 30 : 1 + random.nextInt(4);
                for (int i = 0; i < count; i++) {
                    blocks.add(
                            random.nextInt(4) == 0 && !oracle.known.isEmpty()
                                    ? oracle.known.values().iterator().next()
                                    : BlockStoreContract.block(
                                            task * 1_000_000 + oracle.next++,
                                            16 + random.nextInt(3000)));
                }
                add(store, task, blocks, random.nextInt(8) != 0);
            }
        } catch (IOException failed) {
            // It may have happened or not, as the oracle knows.
        }
    }

    /// Adds blocks in one session, of which only this task has any.
    void add(PackStore store, int task, List<Block> blocks, boolean commits)
            throws IOException, InterruptedException {
        Oracle oracle = oracles.get(task);
        Set<Cid> cids = new LinkedHashSet<>();
        try (WriteSession session = store.openSession()) {
            for (Block block : blocks) {
                oracle.know(block);
                session.put(block);
                cids.add(block.cid());
            }
            if (!commits) {
                return;
            }
            UnaryOperator<Set<Cid>> change = set -> with(set, cids);
            Set<Set<Cid>> before = oracle.possible;
            oracle.begin(change);
            try {
                session.commit();
            } catch (StoreConflict anotherDeleted) {
                oracle.possible = before; // nothing was committed
                return;
            }
            oracle.possible = before;
            oracle.acknowledge(change);
        }
    }

    /// Deletes blocks of this task.
    void delete(PackStore store, int task, List<Cid> cids)
            throws IOException, InterruptedException {
        Oracle oracle = oracles.get(task);
        UnaryOperator<Set<Cid>> change = set -> without(set, cids);
        Set<Set<Cid>> before = oracle.possible;
        oracle.begin(change);
        store.delete(cids);
        oracle.possible = before;
        oracle.acknowledge(change);
    }

    private static Set<Cid> with(Set<Cid> set, Set<Cid> added) {
        Set<Cid> after = new LinkedHashSet<>(set);
        after.addAll(added);
        return after;
    }

    private static Set<Cid> without(Set<Cid> set, List<Cid> gone) {
        Set<Cid> after = new LinkedHashSet<>(set);
        gone.forEach(after::remove);
        return after;
    }

    /// Opens the store and compares what is in it with what may be. What was found counts from then
    /// on, for whoever found it acts on it.
    PackStore open(TaskGroup services, SimDisk disk) throws IOException, InterruptedException {
        PackStore store = PackStore.open(services, disk, STORE, OPTIONS);
        try {
            compare(store);
        } catch (IOException unreadable) {
            // A read failed; the next opening compares.
            return store;
        }
        return store;
    }

    private void compare(PackStore store) throws IOException, InterruptedException {
        Set<Cid> listed = new HashSet<>();
        store.forEach(listed::add);
        Set<Cid> present = new HashSet<>();
        List<Set<Cid>> all = new ArrayList<>();
        for (Oracle oracle : oracles) {
            Set<Cid> found = new LinkedHashSet<>();
            for (Block block : oracle.known.values()) {
                if (store.has(block.cid())) {
                    found.add(block.cid());
                    if (!isWhole(store, block)) {
                        wrong.add("block " + block.cid() + " has other bytes");
                    }
                }
            }
            all.add(found);
            present.addAll(found);
        }
        for (int i = 0; i < all.size(); i++) {
            Oracle oracle = oracles.get(i);
            if (!oracle.possible.contains(all.get(i))) {
                wrong.add(
                        "task %d: %d blocks, possible were %s"
                                .formatted(
                                        i,
                                        all.get(i).size(),
                                        oracle.possible.stream().map(Set::size).toList()));
            }
            oracle.possible = new LinkedHashSet<>(List.of(all.get(i)));
        }
        if (!listed.equals(present)) {
            wrong.add("the list has " + listed.size() + " blocks, the store " + present.size());
        }
        if (store.statistics().blocks() != present.size()) {
            wrong.add(
                    "statistics count %d of %d blocks"
                            .formatted(store.statistics().blocks(), present.size()));
        }
    }

    private static boolean isWhole(PackStore store, Block block)
            throws IOException, InterruptedException {
        try {
            return store.get(block.cid()).bytes().equals(block.bytes());
        } catch (IntegrityException damaged) {
            return false;
        }
    }

    /// Returns a world that knows the same.
    PackWorld copy() {
        PackWorld copy = new PackWorld(0);
        oracles.forEach(oracle -> copy.oracles.add(new Oracle(oracle)));
        copy.wrong.addAll(wrong);
        return copy;
    }

    List<String> wrong() {
        return wrong;
    }

    /// Runs the seeds from the first to before the second argument; ends with 1 at the first that
    /// is caught.
    public static void main(String[] arguments) throws Exception {
        World.quiet();
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
