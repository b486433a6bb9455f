package io.ipfskit.wal.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipfskit.anyio.sim.DiskFaults;
import io.ipfskit.anyio.sim.DiskScript;
import io.ipfskit.anyio.sim.SimDisk;
import io.ipfskit.anyiotesting.CrashContract;
import io.ipfskit.anyiotesting.DiskProgram;
import io.ipfskit.anyiotesting.Lives;

import org.junit.jupiter.api.Test;

/// The log keeps the contract of whoever promises durability: in random lives of eight tasks with
/// 200 appends, and in scripted ones of five tasks.
class LogCrashTest extends CrashContract {
    LogCrashTest() {
        super(16);
    }

    @Override
    protected DiskProgram program() {
        return new LogWorld();
    }

    @Override
    protected DiskFaults faults() {
        return LogWorld.FAULTS;
    }

    @Override
    protected void requireWholeWork(SimDisk disk) {
        assertThat(disk.changes()).isBetween(20L, 200L);
    }

    @Test
    void anAcknowledgementBeforeTheSyncIsCaught() throws Exception {
        String caught = null;
        for (long seed = 0; seed < SEEDS && caught == null; seed++) {
            LogWorld early = new LogWorld(Ack.WRITTEN);
            caught = Lives.ofSeed(seed, LogWorld.FAULTS, DiskScript.NONE, early);
        }
        assertThat(caught).isNotNull();
    }
}
