package io.ipfskit.node.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipfskit.anyio.TaskGroup;
import io.ipfskit.anyio.sim.DiskCall;
import io.ipfskit.anyio.sim.DiskFault;
import io.ipfskit.anyio.sim.DiskScript;
import io.ipfskit.anyio.sim.SimDisk;
import io.ipfskit.node.TestNode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Adds through a whole node with power losses and kills, at every write, sync, rename and
/// directory sync of scripted work and at random points of random work: what was acknowledged is
/// there, with its pin and all its blocks; nothing was invented.
class NodeCrashTest {
    private static final int SEEDS = Integer.getInteger("ipfskit.test.nodeSeeds", 200);
    private static final int SURVIVORS = 4;

    /// A seed that no life has: names of temporary files are drawn, and one may be left over.
    private static final long RANDOM_OF_ITS_OWN = 1_000_000;

    static {
        NodeWorld.quiet();
    }

    /// Five tasks, at least 200 adds, edits of the tree, removals of pins and collections, failures
    /// of every kind, and a crash in each of four or more lives.
    @Test
    void nothingAcknowledgedIsLostAndNothingInvented() throws Exception {
        for (long seed = 0; seed < SEEDS; seed++) {
            assertThat(NodeWorld.seed(seed, DiskScript.NONE)).isNull();
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
            NodeWorld world = new NodeWorld();
            SimDisk disk = twoLives(world, last, fault);
            for (long seed = 0; seed < SURVIVORS; seed++) {
                assertHolds(world, disk.afterPowerLoss(seed), disk);
            }
        }
    }

    /// A process killed before and within each single call; the next one adds the same again and
    /// more, and acknowledges; then the power is lost.
    @ParameterizedTest
    @EnumSource(
            value = DiskFault.class,
            names = {"CRASH", "TEAR"})
    void whatIsAcknowledgedAfterAKillSurvivesAPowerLossToo(DiskFault fault) throws Exception {
        long changes = changesOfTwoLives();
        for (long last = 1; last <= changes; last++) {
            NodeWorld world = new NodeWorld();
            SimDisk disk = twoLives(world, last, fault);
            disk.script(DiskScript.NONE);
            disk.restartProcess();
            List<SimDisk> lost = new ArrayList<>();
            NodeWorld.run(
                    last,
                    services -> {
                        world.with(
                                services,
                                disk,
                                node -> {
                                    world.add(node, disk, world.content(0, 0), true);
                                    world.add(node, disk, world.content(1, 1), true);
                                    world.add(node, disk, world.content(1, 6), true);
                                    for (long seed = 0; seed < SURVIVORS; seed++) {
                                        lost.add(disk.afterPowerLoss(seed));
                                    }
                                });
                        return 0;
                    });
            for (SimDisk after : lost) {
                assertHolds(world, after, disk);
            }
        }
    }

    private static long changesOfTwoLives() throws Exception {
        SimDisk disk = twoLives(new NodeWorld(), 0, DiskFault.CRASH);
        assertThat(disk.isDown()).isFalse();
        assertThat(disk.changes()).isBetween(60L, 400L);
        for (DiskCall call :
                List.of(
                        DiskCall.WRITE,
                        DiskCall.FORCE,
                        DiskCall.RENAME,
                        DiskCall.FORCE_DIRECTORY)) {
            assertThat(disk.count(call)).as("%s", call).isPositive();
        }
        return disk.changes();
    }

    /// Two lives of three tasks, which add bytes and folders, from memory and from the disk, in
    /// small sessions and bulk ones, and remove a pin.
    private static SimDisk twoLives(NodeWorld world, long change, DiskFault fault)
            throws Exception {
        SimDisk disk = new SimDisk();
        disk.script(DiskScript.atChange(change, fault));
        for (int life = 0; life < 2; life++) {
            int first = life;
            NodeWorld.run(
                    life,
                    services -> {
                        try {
                            world.with(
                                    services,
                                    disk,
                                    node ->
                                            TaskGroup.map(
                                                    List.of(0, 1, 2),
                                                    3,
                                                    task -> work(world, node, disk, task, first)));
                        } catch (IOException failed) {
                            assertThat(disk.isDown()).isTrue();
                        }
                        return 0;
                    });
        }
        return disk;
    }

    private static boolean work(NodeWorld world, TestNode node, SimDisk disk, int task, int life)
            throws InterruptedException {
        int number = 4 * life;
        try {
            world.add(node, disk, world.content(task, number + task), true);
            for (int i = 0; i < 2; i++) {
                world.edit(node, task, new Random(10L * task + i));
            }
            switch (task) {
                case 0 -> world.add(node, disk, world.content(task, number + 3), true);
                case 1 -> world.add(node, disk, world.content(task, 0), life == 1);
                default -> world.unpin(node, world.content(task, number + task));
            }
            return true;
        } catch (IOException failed) {
            return false;
        }
    }

    /// What survived opens, holds what it must, takes more, and holds that too.
    private static void assertHolds(NodeWorld before, SimDisk after, SimDisk disk)
            throws Exception {
        NodeWorld world = before.copy();
        NodeWorld.run(
                RANDOM_OF_ITS_OWN,
                services -> {
                    world.with(
                            services,
                            after,
                            node -> world.add(node, after, world.content(3, 2), true));
                    return 0;
                });
        world.finish(RANDOM_OF_ITS_OWN + 1, after);
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
            caught = NodeWorld.seed(seed, DiskScript.always(call, DiskFault.LOSE)) != null;
        }
        assertThat(caught).isTrue();
    }
}
