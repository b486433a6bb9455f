package io.ipfskit.blockstore;

import static io.ipfskit.blockstore.BlockStoreContract.blocks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipfskit.anyio.sim.DiskCall;
import io.ipfskit.anyio.sim.DiskFault;
import io.ipfskit.anyio.sim.DiskFaults;
import io.ipfskit.anyio.sim.DiskScript;
import io.ipfskit.anyio.sim.SimDisk;
import io.ipfskit.anyiotesting.Lives;
import io.ipfskit.ipld.Block;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.util.List;

/// A deletion that failed may be on the disk all the same. So a session that brings only what is
/// still in the index is not acknowledged before that is certain.
class PackDoubtTest {
    private static final int SEEDS = 20;

    static {
        Lives.quiet();
    }

    @ParameterizedTest
    @EnumSource(
            value = DiskFault.class,
            names = {"FAIL", "FULL"})
    void blocksAddedAgainAfterADeletionThatFailedAreKept(DiskFault fault) throws Exception {
        List<Block> blocks = blocks(1, 2, 700);
        for (long seed = 0; seed < SEEDS; seed++) {
            PackWorld world = new PackWorld();
            SimDisk disk = new SimDisk(seed, DiskFaults.NONE);
            Lives.run(
                    seed,
                    services -> {
                        PackStore store = world.open(services, disk);
                        world.add(store, 0, blocks, true);
                        List<Block> others = blocks(2, 1, 700);
                        world.add(store, 0, others, true);
                        world.delete(store, 0, List.of(others.getFirst().cid()));
                        disk.script(
                                DiskScript.always(DiskCall.FORCE, fault)
                                        .or(DiskScript.always(DiskCall.TRUNCATE, fault)));
                        assertThatThrownBy(() ->
                                        world.delete(
                                                store, 0, blocks.stream().map(Block::cid).toList()))
                                .isInstanceOf(StoreException.class);
                        disk.script(DiskScript.NONE);
                        world.add(store, 0, blocks, true);
                        world.add(store, 0, blocks, true); // certain by now
                        disk.goDown();
                        try {
                            store.close();
                        } catch (IOException down) {
                            assertThat(disk.isDown()).isTrue();
                        }
                        return 0;
                    });
            disk.restartProcess();
            Lives.run(
                    seed,
                    services -> {
                        world.open(services, disk).close();
                        return 0;
                    });
            assertThat(world.wrong()).as(() -> String.join("\n", disk.log())).isEmpty();
        }
    }
}
