package io.ipfskit.ipld.car;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipfskit.ipld.Block;
import io.ipfskit.ipld.BlockNotFound;
import io.ipfskit.ipld.Fixtures;
import io.ipfskit.ipld.IntegrityException;
import io.ipfskit.multiformats.Cid;
import io.ipfskit.multiformats.Multicodec;
import io.ipfskit.multiformats.Multihash;

import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.util.List;

class CarV2Test {
    private static final Block HI = Cars.block("hi");
    private static final Block HO = Cars.block("ho");
    private static final List<Block> BLOCKS = List.of(HI, HO, HI);

    private static ByteBuffer car(boolean indexed) throws Exception {
        return Cars.v2(List.of(HI.cid()), BLOCKS, indexed);
    }

    @Test
    void theHeaderIsGolden() throws Exception {
        ByteBuffer bytes =
                Fixtures.hex(
                        "0aa16776657273696f6e02"
                                + " 80000000000000000000000000000000"
                                + " 3300000000000000 0500000000000000 3800000000000000");
        CarV2Header header = new CarV2Header(true, 51, 5, 56);
        assertThat(header.encode()).isEqualTo(bytes);
        assertThat(CarV2Header.decode(bytes)).isEqualTo(header);
    }

    @Test
    void theDataIsACarOfVersionOne() throws Exception {
        ByteBuffer v1 = Cars.v1(List.of(HI.cid()), BLOCKS);
        ByteBuffer v2 = car(true);
        assertThat(v2.slice(CarV2Header.SIZE, v1.limit())).isEqualTo(v1);
        assertThat(car(false).slice(CarV2Header.SIZE, v1.limit())).isEqualTo(v1);
        assertThat(car(false).limit()).isEqualTo(CarV2Header.SIZE + v1.limit());
        for (ByteBuffer car : List.of(v2, car(false))) {
            CarReader reader = CarReader.open(CarInput.of(car), CarOptions.STRICT);
            assertThat(reader.version()).isEqualTo(2);
            assertThat(reader.roots()).isEqualTo(List.of(HI.cid()));
            assertThat(Cars.sections(reader).stream().map(CarSection::block).toList())
                    .isEqualTo(BLOCKS);
        }
    }

    @Test
    void blocksAreFoundByTheIndexAndWithoutOne() throws Exception {
        for (ByteBuffer car : List.of(car(true), car(false), Cars.v1(List.of(HI.cid()), BLOCKS))) {
            CarFile file = CarFile.open(Cars.at(car), CarOptions.STRICT);
            assertThat(file.roots()).isEqualTo(List.of(HI.cid()));
            assertThat(file.get(HO.cid()).bytes()).isEqualTo(HO.bytes());
            assertThat(file.index().offsets(HI.cid().multihash())).hasSize(2);
            assertThatThrownBy(() -> file.get(Cars.block("no").cid()))
                    .isInstanceOf(BlockNotFound.class);
        }
    }

    @Test
    void aBlockThatWasChangedInTheFileIsNotGiven() throws Exception {
        ByteBuffer car = car(true);
        CarFile file = CarFile.open(Cars.at(car), CarOptions.STRICT);
        int end = (int) CarV2Header.decode(car).indexOffset();
        car.put(end - 1, (byte) 0);
        car.put(CarV2Header.SIZE + 59 + 38, (byte) 0);
        assertThatThrownBy(() -> file.get(HI.cid())).isInstanceOf(IntegrityException.class);
    }

    @Test
    void anIndexThatLeadsToAnotherBlockIsRefused() throws Exception {
        ByteBuffer car = car(false);
        long wrong = CarReader.open(CarInput.of(car), CarOptions.STRICT).position() - 51;
        ByteBuffer index = new CarIndex.Builder().add(HO.cid().multihash(), wrong).build().encode();
        CarV2Header header = CarV2Header.decode(car);
        ByteBuffer bad =
                Cars.join(
                        new CarV2Header(false, 51, header.dataSize(), car.limit()).encode(),
                        car.slice(51, car.limit() - 51),
                        index);
        CarFile file = CarFile.open(Cars.at(bad), CarOptions.STRICT);
        assertThatThrownBy(() -> file.get(HO.cid()))
                .isInstanceOf(CarException.class)
                .hasMessageContaining("leads to block " + HI.cid());
    }

    @Test
    void anIndexOfAnUnknownFormatIsNotNeeded() throws Exception {
        ByteBuffer car = car(true);
        int index = (int) CarV2Header.decode(car).indexOffset();
        car.put(index, (byte) 1);
        CarFile file = CarFile.open(Cars.at(car), CarOptions.STRICT);
        assertThat(file.get(HO.cid()).bytes()).isEqualTo(HO.bytes());
    }

    @Test
    void aDamagedIndexIsRefused() throws Exception {
        ByteBuffer car = car(true);
        assertThatThrownBy(() ->
                        CarFile.open(Cars.at(car.slice(0, car.limit() - 1)), CarOptions.STRICT))
                .isInstanceOf(CarException.class)
                .hasMessageContaining("the index");
    }

    @Test
    void anUnfinishedArchiveIsReadToItsEndWhenAskedFor() throws Exception {
        Cars.Target target = new Cars.Target();
        CarFileWriter writer = new CarFileWriter(target, List.of(HI.cid()), true);
        writer.put(HI);
        ByteBuffer car = ByteBuffer.wrap(target.bytes);
        assertThat(Cars.refused(car)).hasMessageContaining("was never finished");
        assertThat(Cars.sections(car, CarOptions.TOLERANT)).hasSize(1);
        writer.finish();
        assertThatThrownBy(() -> writer.put(HI)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aFileThatEndsBeforeItsDataIsRefused() throws Exception {
        ByteBuffer car = car(false);
        for (int length = 12; length < car.limit(); length++) {
            assertThat(Cars.refused(car.slice(0, length))).as("cut to %s", length).isNotNull();
        }
        CarReader reader =
                CarReader.open(CarInput.of(car.slice(0, car.limit() - 39)), CarOptions.TOLERANT);
        assertThat(Cars.sections(reader)).hasSize(2);
        assertThat(reader.isCut()).isTrue();
    }

    @Test
    void sectionsBeyondTheDataAreNotRead() throws Exception {
        ByteBuffer car = car(true);
        CarV2Header header = CarV2Header.decode(car);
        ByteBuffer less = Cars.join(car);
        ByteBuffer changed =
                new CarV2Header(false, 51, header.dataSize() - 1, header.indexOffset()).encode();
        less.put(0, changed, 0, 51);
        assertThat(Cars.refused(less))
                .hasMessageContaining("a section of 38 bytes goes beyond the data");
    }

    @Test
    void placesThatCannotBeAreRefused() {
        String start = "0aa16776657273696f6e02 00000000000000000000000000000000";
        assertThat(Cars.refused(Fixtures.hex(start + "3200000000000000 05".repeat(1)))).isNotNull();
        for (String places :
                List.of(
                        "3200000000000000 0500000000000000 0000000000000000",
                        "ffffffffffffffff 0500000000000000 0000000000000000",
                        "3300000000000000 ffffffffffffffff 0000000000000000",
                        "3300000000000000 ffffffffffffff7f 0000000000000000",
                        "3300000000000000 0500000000000000 3700000000000000")) {
            assertThat(Cars.refused(Fixtures.hex(start + places)).offset())
                    .as(places)
                    .isEqualTo(27);
        }
    }

    @Test
    void identityBlocksAreNotIndexed() throws Exception {
        Cid inline = Cid.v1(Multicodec.RAW, Multihash.identity(new byte[] {1}));
        ByteBuffer car = Cars.v2(List.of(), List.of(Block.inline(inline), HI), true);
        CarFile file = CarFile.open(Cars.at(car), CarOptions.STRICT);
        assertThat(file.index().size()).isEqualTo(1);
    }
}
