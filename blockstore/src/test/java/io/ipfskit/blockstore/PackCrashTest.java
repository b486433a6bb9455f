package io.ipfskit.blockstore;

import static io.ipfskit.blockstore.BlockStoreContract.blocks;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipfskit.anyio.TaskGroup;
import io.ipfskit.anyio.sim.DiskCall;
import io.ipfskit.anyio.sim.DiskFault;
import io.ipfskit.anyio.sim.DiskFaults;
import io.ipfskit.anyio.sim.DiskScript;
import io.ipfskit.anyio.sim.SimDisk;
import io.ipfskit.ipld.Block;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Power losses and kills, at every boundary of scripted work and at random points of random work,
/// against an oracle: what was acknowledged is there, an operation that was under way happened
/// completely or not at all, and nothing else changed.
class PackCrashTest {
    private static final int SEEDS = 200;
    private static final int SURVIVORS = 5;

    static {
        World.quiet();
    }

    /// Eight tasks, 224 operations, failures of every kind, and a crash in each of four lives.
    @Test
    void nothingAcknowledgedIsLostAndNothingHalfDone() throws Exception {
        for (long seed = 0; seed < SEEDS; seed++) {
            assertThat(PackWorld.seed(seed, DiskScript.NONE)).isNull();
        }
    }

    /// The power goes before and within each single call to the disk, from the first opening to the
    /// clean close of the second life, with many choices of what had reached the disk.
    @ParameterizedTest
    @EnumSource(
            value = DiskFault.class,
            names = {"CRASH", "TEAR"})
    void everyBoundaryOfTwoLivesIsAGoodPointToLosePower(DiskFault fault) throws Exception {
        long changes = changesOfTwoLives();
        for (long last = 1; last <= changes; last++) {
            PackWorld world = new PackWorld(3);
            SimDisk disk = twoLives(world, last, fault);
            for (long seed = 0; seed < SURVIVORS; seed++) {
                assertHolds(world, disk.afterPowerLoss(seed), disk);
            }
        }
    }

    /// A process killed before and within each single call; the next one adds, finds there what it
    /// finds, and acknowledges; then the power is lost.
    @ParameterizedTest
    @EnumSource(
            value = DiskFault.class,
            names = {"CRASH", "TEAR"})
    void whatIsAcknowledgedAfterAKillSurvivesAPowerLossToo(DiskFault fault) throws Exception {
        long changes = changesOfTwoLives();
        for (long last = 1; last <= changes; last++) {
            PackWorld world = new PackWorld(3);
            SimDisk disk = twoLives(world, last, fault);
            disk.script(DiskScript.NONE);
            disk.restartProcess();
            List<SimDisk> lost = new ArrayList<>();
            PackWorld.run(
                    last,
                    services -> {
                        try (PackStore store = world.open(services, disk)) {
                            world.add(store, 0, blocks(1, 2, 2000), true);
                            world.add(store, 1, blocks(2, 14, 2000), true);
                            for (long seed = 0; seed < SURVIVORS; seed++) {
                                lost.add(disk.afterPowerLoss(seed));
                            }
                        }
                        return 0;
                    });
            for (SimDisk after : lost) {
                assertHolds(world, after, disk);
            }
        }
    }

    /// A sync failed, and the process was killed before it could cut the batch off; the next one
    /// reads the batch, from memory, and builds on it. Then the power is lost.
    @Test
    void whatAFailedSyncLeftIsNotTrusted() throws Exception {
        for (long seed = 0; seed < 40; seed++) {
            PackWorld world = new PackWorld(1);
            SimDisk disk = new SimDisk(seed, DiskFaults.NONE);
            PackWorld.run(
                    seed,
                    services -> {
                        try (PackStore store = world.open(services, disk)) {
                            world.add(store, 0, blocks(1, 2, 700), true);
                            disk.script(
                                    DiskScript.next(DiskCall.FORCE, 1, DiskFault.FAIL)
                                            .or(
                                                    DiskScript.next(
                                                            DiskCall.TRUNCATE,
                                                            1,
                                                            DiskFault.CRASH)));
                            world.add(store, 0, blocks(2, 2, 700), true);
                        } catch (IOException failed) {
                            assertThat(disk.isDown()).isTrue();
                        }
                        return 0;
                    });
            disk.restartProcess();
            PackWorld.run(
                    seed,
                    services -> {
                        PackStore store = world.open(services, disk);
                        world.add(store, 0, blocks(3, 2, 700), true);
                        disk.goDown();
                        try {
                            store.close();
                        } catch (IOException down) {
                            assertThat(disk.isDown()).isTrue();
                        }
                        return 0;
                    });
            assertHolds(world, disk.afterPowerLoss(seed), disk);
        }
    }

    private static long changesOfTwoLives() throws Exception {
        SimDisk disk = twoLives(new PackWorld(3), 0, DiskFault.CRASH);
        assertThat(disk.isDown()).isFalse();
        assertThat(disk.changes()).isBetween(40L, 300L);
        assertThat(disk.count(DiskCall.RENAME)).isPositive();
        return disk.changes();
    }

    /// Two lives of three tasks: one adds a little, one adds in bulk, one adds and deletes.
    private static SimDisk twoLives(PackWorld world, long change, DiskFault fault)
            throws Exception {
        SimDisk disk = new SimDisk();
        disk.script(DiskScript.atChange(change, fault));
        for (int life = 0; life < 2; life++) {
            int first = life;
            PackWorld.run(
                    life,
                    services -> {
                        try (PackStore store = world.open(services, disk)) {
                            TaskGroup.map(
                                    List.of(0, 1, 2),
                                    3,
                                    task -> {
                                        try {
                                            work(world, store, task, first);
                                            return true;
                                        } catch (IOException failed) {
                                            return false;
                                        }
                                    });
                        } catch (IOException failed) {
                            assertThat(failed).isNotInstanceOf(StoreDamaged.class);
                        }
                        return 0;
                    });
        }
        return disk;
    }

    private static void work(PackWorld world, PackStore store, int task, int life)
            throws IOException, InterruptedException {
        int seed = 10 + life * 10 + task;
        switch (task) {
            case 0 -> {
                world.add(store, task, blocks(seed, 2, 700), true);
                world.add(store, task, blocks(seed + 100, 1, 1500), true);
            }
            case 1 -> world.add(store, task, blocks(seed, 14, 2000), true);
            default -> {
                List<Block> mine = blocks(seed, 3, 600);
                world.add(store, task, mine, true);
                world.delete(store, task, List.of(mine.getFirst().cid()));
            }
        }
    }

    /// What survived opens, holds what it must, takes more, and holds that too.
    private static void assertHolds(PackWorld before, SimDisk after, SimDisk disk)
            throws Exception {
        PackWorld world = before.copy();
        for (int life = 0; life < 2; life++) {
            int seed = 500 + life;
            PackWorld.run(
                    life,
                    services -> {
                        try (PackStore store = world.open(services, after)) {
                            world.add(store, 0, blocks(seed, 2, 900), true);
                        }
                        return 0;
                    });
        }
        assertThat(world.wrong()).as(() -> String.join("\n", disk.log())).isEmpty();
        assertThat(after.openFiles()).isZero();
    }

    /// The disk says that it synced, and did not.
    @ParameterizedTest
    @EnumSource(
            value = DiskCall.class,
            names = {"FORCE", "FORCE_DIRECTORY"})
    void aDiskThatDropsSyncsIsCaught(DiskCall call) throws Exception {
        boolean caught = false;
        for (long seed = 0; seed < SEEDS && !caught; seed++) {
            caught = PackWorld.seed(seed, DiskScript.always(call, DiskFault.LOSE)) != null;
        }
        assertThat(caught).isTrue();
    }
}
