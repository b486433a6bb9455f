package io.ipfskit.blockstore;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipfskit.anyio.DiskFile;
import io.ipfskit.anyio.Meters;
import io.ipfskit.anyio.OpenMode;
import io.ipfskit.anyio.sim.SimDisk;
import io.ipfskit.blockstore.TrailerLayout.Tombstone;
import io.ipfskit.ipld.Block;
import io.ipfskit.multiformats.Cid;
import io.ipfskit.multiformats.Multicodec;
import io.ipfskit.multiformats.Varint;

import org.junit.jupiter.api.Test;

import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// The pack format, version 1, in committed bytes. A change here is a new format version with a
/// migration.
class PackGoldenTest {
    private static final Path STORE = Path.of("/blocks");
    private static final long ID = 0x0123456789abcdefL;
    private static final String NAME = Segment.commitName(1, ID);

    private static final Block TEXT =
            Block.raw(ByteBuffer.wrap("golden".getBytes(StandardCharsets.UTF_8)));
    private static final Block FOLDER =
            Block.of(0, Multicodec.DAG_PB, ByteBuffer.wrap(new byte[] {10, 2, 8, 1}));
    private static final Block DELETED = Block.raw(ByteBuffer.wrap(new byte[5000]));

    private static byte[] golden(String name) throws Exception {
        try (InputStream in =
                Objects.requireNonNull(
                        PackGoldenTest.class.getResourceAsStream("/golden/" + name))) {
            return in.readAllBytes();
        }
    }

    /// Two batches: three blocks; then one of them deleted.
    private static byte[] written(boolean sealed) throws Exception {
        SimDisk disk = new SimDisk();
        List<byte[]> result = new ArrayList<>();
        World.run(_ -> {
            disk.createDirectories(STORE, 0700);
            Path path = STORE.resolve(NAME);
            DiskFile file = disk.open(path, OpenMode.readWrite().createNew());
            Segment segment = new Segment(0, ID, path, file);
            Staging staging = new PlainStaging(file, ByteBuffer.allocate(StagingPool.SIZE));
            SegmentWriter writer =
                    SegmentWriter.begin(
                            segment,
                            TrailerLayout.KIND_COMMIT,
                            staging,
                            new StoreMeters(Meters.NONE));
            int offset = 0;
            for (Block block : List.of(TEXT, FOLDER, DELETED)) {
                offset = writer.add(block.cid(), block.bytes(), SegmentReader.crc(block.bytes()));
            }
            writer.endBatch(List.of(), List.of(), 0, 0);
            writer.synced();
            writer.endBatch(
                    List.of(new Tombstone(ID, offset, DELETED.cid().multihash())), List.of(), 0, 0);
            writer.synced();
            if (sealed) {
                writer.seal(true);
            }
            result.add(disk.content(path));
            return 0;
        });
        return result.getFirst();
    }

    @Test
    void theWriterStillWritesTheseBytes() throws Exception {
        assertThat(written(false)).isEqualTo(golden("pack-v1-growing.car"));
        assertThat(written(true)).isEqualTo(golden("pack-v1-sealed.car"));
    }

    @Test
    void theStoreStillReadsThem() throws Exception {
        for (String name : List.of("pack-v1-growing.car", "pack-v1-sealed.car")) {
            SimDisk disk = new SimDisk();
            World.run(services -> {
                disk.createDirectories(STORE, 0700);
                disk.content(STORE.resolve(NAME), golden(name));
                try (PackStore store = PackStore.open(services, disk, STORE, PackOptions.DEFAULT)) {
                    BlockStoreContract.assertHolds(store, List.of(TEXT, FOLDER));
                    assertThat(store.has(DELETED.cid())).isFalse();
                    assertThat(BlockStoreContract.all(store))
                            .containsExactlyInAnyOrder(TEXT.cid(), FOLDER.cid());
                }
                return 0;
            });
        }
    }

    /// Reads it as any CAR tool does: the header, then section after section, hashing each block.
    @Test
    void aSealedSegmentIsACompleteCar() throws Exception {
        ByteBuffer car =
                ByteBuffer.wrap(golden("pack-v1-sealed.car")).order(ByteOrder.LITTLE_ENDIAN);
        int data = (int) car.getLong(CarLayout.OFFSET_DATA_OFFSET);
        int end = data + (int) car.getLong(CarLayout.OFFSET_DATA_SIZE);
        assertThat(car.getLong(CarLayout.OFFSET_INDEX_OFFSET)).isEqualTo(end);
        car.position(data).limit(end);
        int header = Varint.readInt(car, "header");
        car.position(car.position() + header);
        List<Cid> cids = new ArrayList<>();
        while (car.hasRemaining()) {
            int length = Varint.readInt(car, "section");
            ByteBuffer section = car.slice(car.position(), length);
            Cid cid = Cid.decode(section);
            Block block = Block.verified(cid, section);
            cids.add(block.cid());
            car.position(car.position() + length);
        }
        assertThat(cids).hasSize(5).startsWith(TEXT.cid(), FOLDER.cid(), DELETED.cid());
        car.limit(car.capacity()).position(end);
        assertThat(Varint.readInt(car, "codec")).isEqualTo(CarIndex.CODEC);
        assertThat(car.getInt()).isEqualTo(1);
        assertThat(car.getLong()).isEqualTo(Multicodec.SHA2_256);
        assertThat(car.getInt()).isEqualTo(1);
        assertThat(car.getInt()).isEqualTo(40);
        assertThat(car.getLong()).isEqualTo(5 * 40);
        assertThat(car.remaining()).isEqualTo(5 * 40);
    }
}
