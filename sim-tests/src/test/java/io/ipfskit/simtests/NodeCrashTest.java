package io.ipfskit.simtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipfskit.anyio.sim.DiskFaults;
import io.ipfskit.anyio.sim.SimDisk;
import io.ipfskit.anyiotesting.CrashContract;
import io.ipfskit.anyiotesting.DiskProgram;

/// A node keeps the contract of whoever promises durability, through its operations and with five
/// callers at once.
class NodeCrashTest extends CrashContract {
    NodeCrashTest() {
        super(2);
    }

    @Override
    protected DiskProgram program() {
        return new NodeProgram();
    }

    @Override
    protected DiskFaults faults() {
        return NodeProgram.FAULTS;
    }

    @Override
    protected void requireWholeWork(SimDisk disk) {
        assertThat(disk.changes()).isBetween(50L, 400L);
    }
}
