package io.ipfskit.blockstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipfskit.anyio.DiskFile;
import io.ipfskit.anyio.Meters;
import io.ipfskit.anyio.OpenMode;
import io.ipfskit.anyio.TaskGroup;
import io.ipfskit.anyio.sim.DiskCall;
import io.ipfskit.anyio.sim.DiskFault;
import io.ipfskit.anyio.sim.DiskScript;
import io.ipfskit.anyio.sim.SimDisk;
import io.ipfskit.anyiotesting.RecordingMeters;
import io.ipfskit.ipld.Block;
import io.ipfskit.ipld.IntegrityException;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/// What a pack store tells of itself, and that it does not depend on who listens.
class StoreMetersTest {
    private static final Path STORE = Path.of("/blocks");

    private final SimDisk disk = new SimDisk();
    private final RecordingMeters meters = new RecordingMeters();

    private PackStore open(TaskGroup services, Meters told)
            throws IOException, InterruptedException {
        return PackStore.open(services, disk, STORE, PackStoreTest.SMALL, told);
    }

    private static long bytes(List<Block> blocks) {
        return blocks.stream().mapToLong(Block::size).sum();
    }

    @Test
    void blocksAreCountedAsTheyComeGoAndAreRead() throws Exception {
        World.run(services -> {
            try (PackStore store = open(services, meters)) {
                List<Block> small = BlockStoreContract.blocks(1, 5, 300);
                List<Block> bulk = BlockStoreContract.blocks(2, 40, 9000);
                BlockStoreContract.addAll(store, small);
                BlockStoreContract.addAll(store, bulk);
                BlockStoreContract.addAll(store, small);

                long bytes = bytes(small) + bytes(bulk);
                assertThat(meters.counted("blockstore_added_blocks_total")).isEqualTo(45);
                assertThat(meters.counted("blockstore_added_bytes_total")).isEqualTo(bytes);
                assertThat(meters.recorded("blockstore_batch_blocks")).containsExactly(5.0, 40.0);
                assertThat(meters.read("blockstore_blocks")).hasValue(45);
                assertThat(meters.read("blockstore_bytes")).hasValue((double) bytes);
                assertThat(meters.read("blockstore_segments").orElse(0)).isGreaterThan(1);
                assertThat(meters.read("blockstore_index_bytes").orElse(0))
                        .isGreaterThanOrEqualTo(45 * 16);
                assertThat(meters.counted("blockstore_written_bytes_total"))
                        .isEqualTo(store.statistics().deviceBytesWritten())
                        .isGreaterThan(bytes);

                Block one = bulk.getFirst();
                assertThat(store.get(one.cid())).isEqualTo(one);
                store.read(one.cid(), ByteBuffer.allocate(one.size()));
                assertThat(meters.counted("blockstore_read_blocks_total")).isEqualTo(2);
                assertThat(meters.counted("blockstore_read_bytes_total"))
                        .isEqualTo(2L * one.size());

                store.delete(List.of(one.cid()));
                assertThat(meters.counted("blockstore_deleted_blocks_total")).isEqualTo(1);
                assertThat(meters.read("blockstore_blocks")).hasValue(44);
            }
            assertThat(meters.read("blockstore_blocks")).as("closed").isEmpty();
            return 0;
        });
    }

    @Test
    void syncsAndTheOpeningAreTimed() throws Exception {
        World.run(services -> {
            try (PackStore store = open(services, meters)) {
                assertThat(meters.recorded("blockstore_recovery_seconds")).hasSize(1);
                BlockStoreContract.addAll(store, BlockStoreContract.blocks(1, 2, 300));
                assertThat(meters.recorded("blockstore_sync_seconds{kind=commit}")).hasSize(1);
                assertThat(meters.recorded("blockstore_sync_seconds{kind=bulk}")).isEmpty();
                BlockStoreContract.addAll(store, BlockStoreContract.blocks(2, 40, 9000));
                assertThat(meters.recorded("blockstore_sync_seconds{kind=bulk}"))
                        .isNotEmpty()
                        .allMatch(seconds -> seconds >= 0);
            }
            return 0;
        });
    }

    @Test
    void aDamagedBlockIsCountedWhenItIsRead() throws Exception {
        List<Block> blocks = BlockStoreContract.blocks(1, 1, 3000);
        World.run(services -> {
            try (PackStore store = open(services, Meters.NONE)) {
                BlockStoreContract.addAll(store, blocks);
                store.cover(); // else the damage looks like a torn write
            }
            for (String name : disk.list(STORE)) {
                if (name.startsWith("commit-")) {
                    try (DiskFile file = disk.open(STORE.resolve(name), OpenMode.readWrite())) {
                        file.write(
                                ByteBuffer.wrap(new byte[] {9, 9, 9, 9}),
                                CarLayout.FIRST_SECTION + 1000);
                    }
                }
            }
            try (PackStore store = open(services, meters)) {
                assertThatThrownBy(() -> store.get(blocks.getFirst().cid()))
                        .isInstanceOf(IntegrityException.class);
                assertThat(meters.counted("blockstore_corruptions_total{what=block}")).isEqualTo(1);
                assertThat(meters.counted("blockstore_read_blocks_total")).isZero();
            }
            return 0;
        });
    }

    @Test
    void aSegmentThatIsGivenUpIsCounted() throws Exception {
        World.run(services -> {
            try (PackStore store = open(services, meters)) {
                disk.script(DiskScript.next(DiskCall.FORCE, 1, DiskFault.FAIL));
                BlockStoreContract.addAll(store, BlockStoreContract.blocks(1, 3, 300));
                assertThat(meters.counted("blockstore_poisoned_segments_total")).isEqualTo(1);
                assertThat(meters.counted("blockstore_added_blocks_total")).isEqualTo(3);
            }
            return 0;
        });
    }

    @Test
    void metersThatThrowNeverAffectTheStore() throws Exception {
        Meters broken =
                (Meters)
                        java.lang.reflect.Proxy.newProxyInstance(
                                Meters.class.getClassLoader(),
                                new Class<?>[] {Meters.class},
                                (_, _, _) -> {
                                    throw new IllegalStateException("broken meters");
                                });
        List<Block> blocks = BlockStoreContract.blocks(1, 45, 3000);
        World.run(services -> {
            try (PackStore store = open(services, broken)) {
                BlockStoreContract.addAll(store, blocks);
                store.delete(List.of(blocks.getFirst().cid()));
            }
            try (PackStore store = open(services, broken)) {
                BlockStoreContract.assertHolds(store, blocks.subList(1, 45));
                assertThat(store.statistics().blocks()).isEqualTo(44);
            }
            return 0;
        });
    }
}
