package io.ipfskit.blockstore;

import static io.ipfskit.blockstore.BlockStoreContract.blocks;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipfskit.anyio.sim.DiskCall;
import io.ipfskit.anyio.sim.DiskFault;
import io.ipfskit.anyio.sim.DiskFaults;
import io.ipfskit.anyio.sim.DiskScript;
import io.ipfskit.anyio.sim.SimDisk;
import io.ipfskit.anyiotesting.CrashContract;
import io.ipfskit.anyiotesting.DiskProgram;
import io.ipfskit.anyiotesting.Lives;

import org.junit.jupiter.api.Test;

import java.io.IOException;

/// The pack store keeps the contract of whoever promises durability: in random lives of eight tasks
/// with 224 operations, and in scripted ones of three tasks.
class PackCrashTest extends CrashContract {
    PackCrashTest() {
        super(5);
    }

    @Override
    protected DiskProgram program() {
        return new PackWorld();
    }

    @Override
    protected DiskFaults faults() {
        return PackWorld.FAULTS;
    }

    @Override
    protected void requireWholeWork(SimDisk disk) {
        assertThat(disk.changes()).isBetween(40L, 300L);
        assertThat(disk.count(DiskCall.RENAME)).isPositive();
    }

    /// A sync failed, and the process was killed before it could cut the batch off; the next one
    /// reads the batch, from memory, and builds on it. Then the power is lost.
    @Test
    void whatAFailedSyncLeftIsNotTrusted() throws Exception {
        for (long seed = 0; seed < 40; seed++) {
            PackWorld world = new PackWorld();
            SimDisk disk = new SimDisk(seed, DiskFaults.NONE);
            Lives.run(
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
            Lives.run(
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
            requireHolds(world, disk.afterPowerLoss(seed), disk);
        }
    }
}
