package io.ipfskit.wal.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipfskit.anyio.TaskGroup;
import io.ipfskit.anyio.sim.DiskCall;
import io.ipfskit.anyio.sim.DiskFault;
import io.ipfskit.anyio.sim.DiskScript;
import io.ipfskit.anyio.sim.SimDisk;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Power losses and kills, at every boundary of scripted work and at random points of random work:
/// what was acknowledged is there, nothing was invented, the order holds.
class LogCrashTest {
    private static final int SEEDS = 200;
    private static final int SURVIVORS = 16;

    static {
        World.quiet();
    }

    /// Eight tasks, 200 appends a life, failures of every kind, and a crash in each of four lives.
    @Test
    void nothingAcknowledgedIsLostAndNothingInvented() throws Exception {
        for (long seed = 0; seed < SEEDS; seed++) {
            assertThat(LogWorld.seed(seed, DiskScript.NONE, Ack.SYNCED)).isNull();
        }
    }

    /// The power goes before and within each single call to the disk, from the first opening to the
    /// clean close of the second one, with many choices of what had reached the disk.
    @ParameterizedTest
    @EnumSource(
            value = DiskFault.class,
            names = {"CRASH", "TEAR"})
    void everyBoundaryOfTwoLivesIsAGoodPointToLosePower(DiskFault fault) throws Exception {
        long changes = changesOfTwoLives();
        for (long last = 1; last <= changes; last++) {
            LogWorld world = new LogWorld();
            SimDisk disk = twoLives(world, last, fault);
            for (long seed = 0; seed < SURVIVORS; seed++) {
                assertHolds(world, disk.afterPowerLoss(seed), disk);
            }
        }
    }

    /// A process killed before and within each single call; the next one acknowledges a record;
    /// then the power is lost. What the killed one left unsynced must not carry what the next one
    /// acknowledges.
    @ParameterizedTest
    @EnumSource(
            value = DiskFault.class,
            names = {"CRASH", "TEAR"})
    void whatIsAcknowledgedAfterAKillSurvivesAPowerLossToo(DiskFault fault) throws Exception {
        long changes = changesOfTwoLives();
        for (long last = 1; last <= changes; last++) {
            LogWorld world = new LogWorld();
            SimDisk disk = twoLives(world, last, fault);
            disk.script(DiskScript.NONE);
            disk.restartProcess();
            List<SimDisk> lost = new ArrayList<>();
            LogWorld.run(
                    last,
                    services -> {
                        try (Log log = world.open(services, disk, LogOptions.DEFAULT)) {
                            world.append(log, 98, 900, Ack.SYNCED);
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

    private static long changesOfTwoLives() throws Exception {
        SimDisk disk = twoLives(new LogWorld(), 0, DiskFault.CRASH);
        assertThat(disk.isDown()).isFalse();
        assertThat(disk.changes()).isBetween(20L, 200L);
        return disk.changes();
    }

    /// Two lives, in each of which five tasks append at once; the disk goes down at a change.
    private static SimDisk twoLives(LogWorld world, long change, DiskFault fault) throws Exception {
        SimDisk disk = new SimDisk();
        disk.script(DiskScript.atChange(change, fault));
        for (int life = 0; life < 2; life++) {
            int first = life * 5;
            LogWorld.run(
                    life,
                    services -> {
                        try (Log log = world.open(services, disk, LogOptions.DEFAULT)) {
                            TaskGroup.map(
                                    List.of(1, 2, 3, 4, 5),
                                    5,
                                    id -> {
                                        try {
                                            world.append(log, first + id, id * 700, Ack.SYNCED);
                                            return true;
                                        } catch (IOException failed) {
                                            return false;
                                        }
                                    });
                        } catch (IOException failed) {
                            assertThat(failed).isNotInstanceOf(LogDamaged.class);
                        }
                        return 0;
                    });
        }
        return disk;
    }

    /// What survived opens, holds what it must, takes one more record, and holds that too.
    private static void assertHolds(LogWorld before, SimDisk after, SimDisk disk) throws Exception {
        LogWorld world = before.copy();
        for (int life = 0; life < 2; life++) {
            long id = 99L + life;
            LogWorld.run(
                    life,
                    services -> {
                        try (Log log = world.open(services, after, LogOptions.DEFAULT)) {
                            world.append(log, id, 900, Ack.SYNCED);
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
        assertThat(caught(DiskScript.always(call, DiskFault.LOSE), Ack.SYNCED)).isNotNull();
    }

    @Test
    void anAcknowledgementBeforeTheSyncIsCaught() throws Exception {
        assertThat(caught(DiskScript.NONE, Ack.WRITTEN)).isNotNull();
    }

    private static @Nullable String caught(DiskScript mutant, Ack ack) throws Exception {
        String caught = null;
        for (long seed = 0; seed < SEEDS && caught == null; seed++) {
            caught = LogWorld.seed(seed, mutant, ack);
        }
        return caught;
    }
}
