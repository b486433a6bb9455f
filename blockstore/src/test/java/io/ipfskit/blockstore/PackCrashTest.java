package io.ipfskit.blockstore;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipfskit.anyio.TaskGroup;
import io.ipfskit.ipld.Block;
import io.ipfskit.multiformats.Cid;
import io.ipfskit.wal.log.MemoryDisk;
import io.ipfskit.wal.log.MemoryDisk.Mutant;
import io.ipfskit.wal.log.World;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/// Kills and power losses at random points of random work, against an oracle: what was acknowledged
/// is there, an operation that was under way happened completely or not at all, and nothing else
/// changed.
class PackCrashTest {
    private static final Path STORE = Path.of("/data/blocks");
    private static final int SEEDS = 200;
    private static final int TASKS = 4;

    /// One task's view: it alone uses its blocks.
    private static final class Oracle {
        final Map<Cid, Block> known = new HashMap<>();
        Set<Cid> before = new HashSet<>();
        @Nullable Set<Cid> after;
        int next;
    }

    private static final PackOptions OPTIONS =
            new PackOptions(64 << 10, 64 << 10, 16 << 10, 6000, 20_000);

    /// Runs one world; returns what is wrong, or null.
    private static @Nullable String world(long seed, Mutant mutant) throws Exception {
        Random random = new Random(seed);
        MemoryDisk disk = new MemoryDisk();
        disk.mutant(mutant);
        List<Oracle> oracles = new ArrayList<>();
        for (int i = 0; i < TASKS; i++) {
            oracles.add(new Oracle());
        }
        for (int life = 0; life < 4; life++) {
            long crashAt = disk.calls() + 5 + random.nextInt(200);
            MemoryDisk now = disk;
            List<String> wrong = new ArrayList<>();
            World.run(services -> {
                try (PackStore store = PackStore.open(services, now, STORE, OPTIONS)) {
                    check(store, oracles, wrong);
                    now.fault((_, _) -> {
                        if (now.calls() > crashAt) {
                            throw new IOException("power is gone");
                        }
                    });
                    List<Integer> tasks = new ArrayList<>();
                    for (int i = 0; i < TASKS; i++) {
                        tasks.add(i);
                    }
                    long base = random.nextLong();
                    TaskGroup.map(
                            tasks,
                            TASKS,
                            i -> {
                                try {
                                    work(store, oracles.get(i), i, new Random(base + i));
                                } catch (IOException e) {
                                    return String.valueOf(e.getMessage());
                                }
                                return "all";
                            });
                } catch (StoreException e) {
                    wrong.add(String.valueOf(e.getMessage()));
                }
                return 0;
            });
            if (!wrong.isEmpty()) {
                return wrong.getFirst();
            }
            if (random.nextBoolean()) {
                disk.kill();
            } else {
                disk = disk.crash(random);
            }
            disk.mutant(mutant);
        }
        return null;
    }

    private static void work(PackStore store, Oracle oracle, int task, Random random)
            throws IOException, InterruptedException {
        for (int step = 0; step < 12; step++) {
            Set<Cid> after = new HashSet<>(oracle.before);
            if (random.nextInt(4) == 0 && !oracle.before.isEmpty()) {
                List<Cid> gone = oracle.before.stream().filter(_ -> random.nextBoolean()).toList();
                gone.forEach(after::remove);
                oracle.after = after;
                store.delete(gone);
            } else {
                try (WriteSession session = store.openSession()) {
                    int count = random.nextInt(3) == 0 ? 30 : 1 + random.nextInt(4);
                    for (int i = 0; i < count; i++) {
                        Block block =
                                random.nextInt(4) == 0 && !oracle.known.isEmpty()
                                        ? oracle.known.values().iterator().next()
                                        : BlockStoreContract.block(
                                                task * 1_000_000 + oracle.next++,
                                                16 + random.nextInt(3000));
                        oracle.known.put(block.cid(), block);
                        session.put(block);
                        after.add(block.cid());
                    }
                    if (random.nextInt(8) == 0) {
                        continue;
                    }
                    oracle.after = after;
                    session.commit();
                } catch (StoreConflict e) {
                    // Another task deleted something meanwhile: nothing was committed.
                    oracle.after = null;
                    continue;
                }
            }
            oracle.before = after;
            oracle.after = null;
        }
    }

    private static void check(PackStore store, List<Oracle> oracles, List<String> wrong)
            throws Exception {
        Set<Cid> listed = new HashSet<>();
        store.forEach(listed::add);
        Set<Cid> present = new HashSet<>();
        for (Oracle oracle : oracles) {
            Set<Cid> found = new HashSet<>();
            for (Block block : oracle.known.values()) {
                if (store.has(block.cid())) {
                    found.add(block.cid());
                    if (!store.get(block.cid()).bytes().equals(block.bytes())) {
                        wrong.add("block " + block.cid() + " has other bytes");
                    }
                }
            }
            if (!found.equals(oracle.before) && !found.equals(oracle.after)) {
                wrong.add(
                        "%d blocks, acknowledged %d, under way %s"
                                .formatted(
                                        found.size(),
                                        oracle.before.size(),
                                        oracle.after == null ? "nothing" : oracle.after.size()));
            }
            oracle.before = found;
            oracle.after = null;
            present.addAll(found);
        }
        if (!listed.equals(present)) {
            wrong.add("the list has " + listed.size() + " blocks, the store " + present.size());
        }
        if (store.statistics().blocks() != present.size()) {
            wrong.add(
                    "statistics count "
                            + store.statistics().blocks()
                            + " of "
                            + present.size()
                            + " blocks");
        }
    }

    @Test
    void nothingAcknowledgedIsLostAndNothingHalfDone() throws Exception {
        for (long seed = 0; seed < SEEDS; seed++) {
            assertThat(world(seed, Mutant.NONE)).as("seed %d", seed).isNull();
        }
    }

    /// A process killed before each single call of an add; the next one adds the same, finds it
    /// there or not, and acknowledges; then the power is lost.
    @ParameterizedTest
    @ValueSource(ints = {2, 30})
    void whatIsAcknowledgedAfterAKillSurvivesAPowerLossToo(int count) throws Exception {
        List<Block> blocks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            blocks.add(BlockStoreContract.block(i, 2_000));
        }
        long calls = 100;
        for (long last = 0; last <= calls; last++) {
            MemoryDisk disk = new MemoryDisk();
            long until = last;
            disk.fault((_, _) -> {
                if (disk.calls() > until) {
                    throw new IOException("killed");
                }
            });
            boolean added = addAll(disk, blocks, new ArrayList<>());
            calls = added ? Math.min(calls, disk.calls()) : calls;
            disk.kill();
            List<MemoryDisk> lost = new ArrayList<>();
            assertThat(addAll(disk, blocks, lost)).isTrue();
            for (MemoryDisk after : lost) {
                World.run(services -> {
                    try (PackStore store = PackStore.open(services, after, STORE, OPTIONS)) {
                        for (Block block : blocks) {
                            assertThat(store.has(block.cid())).as("call %d", until).isTrue();
                            assertThat(store.get(block.cid()).bytes()).isEqualTo(block.bytes());
                        }
                    }
                    return 0;
                });
            }
        }
    }

    /// Returns whether the blocks were acknowledged; `lost` gets disks after a power loss then.
    private static boolean addAll(MemoryDisk disk, List<Block> blocks, List<MemoryDisk> lost)
            throws Exception {
        List<Boolean> acknowledged = new ArrayList<>();
        World.run(services -> {
            try (PackStore store = PackStore.open(services, disk, STORE, OPTIONS)) {
                try (WriteSession session = store.openSession()) {
                    for (Block block : blocks) {
                        session.put(block);
                    }
                    session.commit();
                }
                for (long seed = 0; seed < 30; seed++) {
                    lost.add(disk.crash(new Random(seed)));
                }
                acknowledged.add(true);
            } catch (IOException e) {
                assertThat(e).isNotInstanceOf(StoreDamaged.class);
            }
            return 0;
        });
        return !acknowledged.isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = Mutant.class,
            names = {"FORCE_DOES_NOTHING", "DIRECTORY_FORCE_DOES_NOTHING"})
    void aDiskThatDropsSyncsIsCaught(Mutant mutant) throws Exception {
        boolean caught = false;
        for (long seed = 0; seed < SEEDS && !caught; seed++) {
            caught = world(seed, mutant) != null;
        }
        assertThat(caught).isTrue();
    }
}
