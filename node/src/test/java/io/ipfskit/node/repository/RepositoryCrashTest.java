package io.ipfskit.node.repository;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipfskit.anyio.sim.DiskCall;
import io.ipfskit.anyio.sim.DiskFault;
import io.ipfskit.anyio.sim.DiskScript;

import org.junit.jupiter.api.Test;

/// Pins set, removed and moved by several tasks, with failures of every kind, cancellations and a
/// crash in each of four lives: no acknowledged pin is lost, none is invented, none is half there.
class RepositoryCrashTest {
    private static final int SEEDS = 200;

    @Test
    void nothingAcknowledgedIsLostAndNothingInvented() throws Exception {
        for (long seed = 0; seed < SEEDS; seed++) {
            assertThat(RepositoryWorld.seed(seed, DiskScript.NONE)).isNull();
        }
    }

    @Test
    void aDiskThatDropsSyncsIsCaught() throws Exception {
        String caught = null;
        for (long seed = 0; seed < SEEDS && caught == null; seed++) {
            caught = RepositoryWorld.seed(seed, DiskScript.always(DiskCall.FORCE, DiskFault.LOSE));
        }
        assertThat(caught).isNotNull();
    }
}
