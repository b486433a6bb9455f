package io.ipfskit.node.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipfskit.anyio.sim.DiskCall;
import io.ipfskit.anyio.sim.DiskFault;
import io.ipfskit.anyio.sim.DiskFaults;
import io.ipfskit.anyio.sim.DiskScript;
import io.ipfskit.anyio.sim.SimDisk;

import org.junit.jupiter.api.Test;

import java.io.IOException;

/// What a node says after a call to its log failed.
class NodeFaultTest {
    private static final int SEEDS = 20;

    static {
        NodeWorld.quiet();
    }

    /// Whether the removal reached the disk is not known; so the pin that is still in memory is no
    /// ground to acknowledge an add.
    @Test
    void anAddAfterARemovalThatFailedIsAcknowledgedOnlyWhenThePinSurvives() throws Exception {
        for (long seed = 0; seed < SEEDS; seed++) {
            NodeWorld world = new NodeWorld();
            SimDisk disk = new SimDisk(seed, DiskFaults.NONE);
            NodeWorld.run(
                    seed,
                    services -> {
                        try {
                            world.with(
                                    services,
                                    disk,
                                    node -> {
                                        WorldContent content = world.content(0, 0);
                                        world.add(node, disk, content, true);
                                        disk.script(
                                                DiskScript.always(DiskCall.FORCE, DiskFault.FAIL)
                                                        .or(
                                                                DiskScript.always(
                                                                        DiskCall.TRUNCATE,
                                                                        DiskFault.FAIL)));
                                        assertThatThrownBy(() -> world.unpin(node, content))
                                                .isInstanceOf(IOException.class);
                                        disk.script(DiskScript.NONE);
                                        try {
                                            world.add(node, disk, content, true);
                                        } catch (IOException refused) {
                                            assertThat(refused).hasMessageContaining("open");
                                        }
                                        disk.goDown();
                                    });
                        } catch (IOException down) {
                            assertThat(disk.isDown()).isTrue();
                        }
                        return 0;
                    });
            disk.restartProcess();
            world.finish(1_000 + seed, disk);
            assertThat(world.wrong()).as("seed %d", seed).isEmpty();
        }
    }
}
