package io.ipfskit.blockstore;

import static io.ipfskit.blockstore.BlockStoreContract.blocks;

import io.ipfskit.anyio.TaskGroup;
import io.ipfskit.anyio.sim.DiskFault;
import io.ipfskit.anyio.sim.DiskFaults;
import io.ipfskit.anyio.sim.SimDisk;
import io.ipfskit.anyiotesting.DiskProgram;
import io.ipfskit.anyiotesting.Lives;
import io.ipfskit.ipld.Block;
import io.ipfskit.ipld.IntegrityException;
import io.ipfskit.multiformats.Cid;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/// A pack store on a simulated disk through several lives, and an oracle that knows what must be
/// there: an operation that was acknowledged happened, one that failed or was under way happened
/// completely or not at all.
///
/// As a program it runs seeds until one is caught.
final class PackWorld implements DiskProgram {
    static final Path STORE = Path.of("/data/blocks");

    static final PackOptions OPTIONS = new PackOptions(64 << 10, 64 << 10, 16 << 10, 6000, 20_000);

    /// Rewrites whatever has something dead in it.
    static final CompactOptions EAGER = new CompactOptions(1, 0, 0);

    static final DiskFaults FAULTS =
            DiskFaults.SOME
                    .withRate(DiskFault.FAIL, 0.03)
                    .withRate(DiskFault.FULL, 0.03)
                    .withFaultsMax(5)
                    .withCrashWithin(100);

    private static final int TASKS = 8;
    private static final int STEPS = 7;

    private final List<Oracle> oracles = new ArrayList<>();
    private final List<String> wrong = new ArrayList<>();

    PackWorld() {
        for (int i = 0; i < TASKS; i++) {
            oracles.add(new Oracle());
        }
    }

    /// Eight tasks add, delete and compact what they can, until the disk goes down.
    @Override
    public void live(TaskGroup services, SimDisk disk, int life, Random random)
            throws InterruptedException {
        long base = random.nextLong();
        work(
                services,
                disk,
                TASKS,
                (store, task) -> {
                    Random own = new Random(base + task);
                    for (int step = 0; step < STEPS && !disk.isDown(); step++) {
                        step(store, task, own);
                    }
                });
    }

    /// Three tasks: one adds a little, one adds in bulk, one adds, deletes and compacts.
    @Override
    public void liveByScript(TaskGroup services, SimDisk disk, int life)
            throws InterruptedException {
        work(
                services,
                disk,
                3,
                (store, task) -> {
                    int seed = 10 + life * 10 + task;
                    switch (task) {
                        case 0 -> {
                            add(store, task, blocks(seed, 2, 700), true);
                            add(store, task, blocks(seed + 100, 1, 1500), true);
                        }
                        case 1 -> add(store, task, blocks(seed, 14, 2000), true);
                        default -> {
                            List<Block> mine = blocks(seed, 3, 600);
                            add(store, task, mine, true);
                            delete(store, task, List.of(mine.getFirst().cid()));
                            store.compact(EAGER);
                        }
                    }
                });
    }

    private interface Work {
        void on(PackStore store, int task) throws IOException, InterruptedException;
    }

    /// Works on the store in several tasks as far as the disk lets them; when it cannot be opened
    /// or closed now, nothing is said about its blocks.
    private void work(TaskGroup services, SimDisk disk, int tasks, Work work)
            throws InterruptedException {
        try (PackStore store = open(services, disk)) {
            TaskGroup.map(
                    IntStream.range(0, tasks).boxed().toList(),
                    tasks,
                    task -> {
                        try {
                            work.on(store, task);
                            return true;
                        } catch (IOException failed) {
                            return false; // the oracle knows what may have happened
                        }
                    });
        } catch (StoreDamaged | StoreLocked damaged) {
            wrong.add(String.valueOf(damaged.getMessage()));
        } catch (IOException failed) {
            return;
        }
    }

    /// One task adds a little; the first time another adds in bulk too.
    @Override
    public void goOn(TaskGroup services, SimDisk disk, int number, Runnable acknowledged)
            throws IOException, InterruptedException {
        try (PackStore store = open(services, disk)) {
            add(store, 0, blocks(500 + number, 2, 900), true);
            if (number == 0) {
                add(store, 1, blocks(600, 14, 2000), true);
            }
            acknowledged.run();
        }
    }

    @Override
    public void look(TaskGroup services, SimDisk disk) throws IOException, InterruptedException {
        open(services, disk).close();
    }

    private void step(PackStore store, int task, Random random) throws InterruptedException {
        Oracle oracle = oracles.get(task);
        try {
            if (random.nextInt(12) == 0) {
                store.compact(EAGER);
            } else if (random.nextInt(4) == 0 && !oracle.likely().isEmpty()) {
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

    @Override
    public PackWorld copy() {
        PackWorld copy = new PackWorld();
        copy.oracles.clear();
        oracles.forEach(oracle -> copy.oracles.add(new Oracle(oracle)));
        copy.wrong.addAll(wrong);
        return copy;
    }

    @Override
    public List<String> wrong() {
        return wrong;
    }

    /// Runs the seeds from the first to before the second argument; ends with 1 at the first that
    /// is caught.
    public static void main(String[] arguments) throws Exception {
        Lives.hunt(arguments, FAULTS, PackWorld::new);
    }
}
