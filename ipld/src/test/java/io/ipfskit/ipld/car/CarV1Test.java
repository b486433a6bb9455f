package io.ipfskit.ipld.car;

import static io.ipfskit.ipld.Fixtures.hex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipfskit.ipld.Block;
import io.ipfskit.ipld.IntegrityException;
import io.ipfskit.multiformats.Cid;
import io.ipfskit.multiformats.Multicodec;
import io.ipfskit.multiformats.Multihash;

import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;

class CarV1Test {
    private static final Block BLOCK = Cars.block("hi");
    private static final int HEADER = 59;

    private static CarException refused(String bytes) {
        return Cars.refused(hex(bytes));
    }

    @Test
    void anArchiveIsGoldenBothWays() throws Exception {
        assertThat(Cars.v1(List.of(BLOCK.cid()), List.of(BLOCK))).isEqualTo(Cars.HI);
        CarReader reader = CarReader.open(CarInput.of(Cars.HI), CarOptions.STRICT);
        assertThat(reader.version()).isEqualTo(1);
        assertThat(reader.roots()).isEqualTo(List.of(BLOCK.cid()));
        CarSection section = Objects.requireNonNull(reader.next());
        assertThat(section.offset()).isEqualTo(HEADER);
        assertThat(section.block()).isEqualTo(BLOCK);
        assertThat(section.bytes()).isEqualTo(BLOCK.bytes());
        assertThat(reader.next()).isNull();
        assertThat(reader.next()).isNull();
        assertThat(reader.position()).isEqualTo(Cars.HI.limit());
        assertThat(reader.isCut()).isFalse();
    }

    @Test
    void aWriterSaysWhereItsSectionsAre() throws Exception {
        CarWriter writer = new CarWriter(_ -> {}, List.of(BLOCK.cid()));
        assertThat(writer.put(BLOCK)).isEqualTo(HEADER);
        assertThat(writer.put(BLOCK)).isEqualTo(HEADER + 39);
        assertThat(writer.position()).isEqualTo(HEADER + 78);
    }

    @Test
    void anArchiveThatComesByteByByteIsTheSame() throws Exception {
        ByteBuffer left = Cars.HI.duplicate();
        CarReader reader =
                CarReader.open(
                        target -> {
                            if (!left.hasRemaining()) {
                                return -1;
                            }
                            target.put(left.get());
                            return 1;
                        },
                        CarOptions.STRICT);
        assertThat(Cars.sections(reader)).hasSize(1);
    }

    @Test
    void aBlockOfMoreBytesThanAnyBufferComesBack() throws Exception {
        Block large = Block.raw(ByteBuffer.allocate(5_000_000));
        ByteBuffer car = Cars.v1(List.of(large.cid()), List.of(large, BLOCK));
        List<CarSection> sections = Cars.sections(car, CarOptions.STRICT);
        assertThat(sections.get(0).bytes()).isEqualTo(large.bytes());
        assertThat(sections.get(1).block()).isEqualTo(BLOCK);
    }

    @Test
    void anArchiveWithoutRootsIsReadUnlessTheyAreAskedFor() throws Exception {
        ByteBuffer car = Cars.v1(List.of(), List.of(BLOCK));
        assertThat(Cars.sections(car, CarOptions.STRICT)).hasSize(1);
        assertThat(Cars.refused(car, CarOptions.STRICT.requiringRoots()))
                .hasMessage("CAR: at byte 0: the archive has no roots");
    }

    @Test
    void duplicatesAndEmptyAndIdentityBlocksComeAsTheyAre() throws Exception {
        Block empty = Cars.block("");
        Block inline = Block.inline(Cid.v1(Multicodec.RAW, Multihash.identity(new byte[] {1, 2})));
        List<Block> blocks = List.of(BLOCK, empty, inline, BLOCK);
        assertThat(
                        Cars.sections(Cars.v1(List.of(), blocks), CarOptions.STRICT).stream()
                                .map(CarSection::block)
                                .toList())
                .isEqualTo(blocks);
    }

    @Test
    void aFlippedBitIsRefusedAtItsSection() {
        for (int at = HEADER + 5; at < Cars.HI.limit(); at++) {
            ByteBuffer bad = Cars.join(Cars.HI);
            bad.put(at, (byte) (bad.get(at) ^ 0x10));
            assertThat(Cars.refused(bad).offset()).as("byte %s", at).isEqualTo(HEADER);
        }
        ByteBuffer bad = Cars.join(Cars.HI);
        bad.put(bad.limit() - 1, (byte) 0);
        assertThat(Cars.refused(bad)).hasCauseInstanceOf(IntegrityException.class);
    }

    @Test
    void anyByteOfTheHeaderThatIsChangedIsRefusedOrChangesTheRoot() throws Exception {
        for (int at = 0; at < HEADER; at++) {
            ByteBuffer bad = Cars.join(Cars.HI);
            bad.put(at, (byte) (bad.get(at) ^ 0x10));
            try {
                CarReader reader = CarReader.open(CarInput.of(bad), CarOptions.STRICT);
                assertThat(reader.roots()).as("byte %s", at).isNotEqualTo(List.of(BLOCK.cid()));
            } catch (CarException e) {
                assertThat(e.offset()).as("byte %s", at).isBetween(0L, (long) Cars.HI.limit());
            }
        }
    }

    @Test
    void anArchiveCutAnywhereIsRefusedWhereItsLastPartBegins() {
        for (int length = 0; length < Cars.HI.limit(); length++) {
            CarException e = Cars.refused(Cars.HI.slice(0, length));
            if (length == HEADER) {
                assertThat(e).isNull();
            } else {
                assertThat(e.offset())
                        .as("cut to %s", length)
                        .isEqualTo(length < HEADER ? length : HEADER);
            }
        }
    }

    @Test
    void aCutTailIsLeftOutWhenAskedFor() throws Exception {
        CarReader reader =
                CarReader.open(
                        CarInput.of(Cars.HI.slice(0, Cars.HI.limit() - 1)), CarOptions.TOLERANT);
        assertThat(Cars.sections(reader)).isEmpty();
        assertThat(reader.isCut()).isTrue();
    }

    @Test
    void zeroPaddingIsTheEndWhenAskedFor() throws Exception {
        ByteBuffer padded = Cars.join(Cars.HI, ByteBuffer.allocate(100));
        assertThat(Cars.refused(padded).offset()).isEqualTo(Cars.HI.limit());
        CarReader reader = CarReader.open(CarInput.of(padded), CarOptions.TOLERANT);
        assertThat(Cars.sections(reader)).hasSize(1);
        assertThat(reader.isCut()).isFalse();
    }

    @Test
    void lengthsBeyondTheLimitsAreRefusedBeforeAnythingIsRead() throws Exception {
        CarOptions small = CarOptions.STRICT.withLimits(new CarLimits(60, 38, 100));
        assertThat(Cars.sections(Cars.HI, small)).hasSize(1);
        assertThat(Cars.refused(Cars.HI, small.withLimits(new CarLimits(57, 38, 100))))
                .hasMessage("CAR: at byte 0: a header of 58 bytes, at most 57 are read");
        assertThat(Cars.refused(Cars.HI, small.withLimits(new CarLimits(60, 37, 100))))
                .hasMessage("CAR: at byte 59: a section of 38 bytes, at most 37 are read");
        assertThat(refused("ffffffffffffffff7f").offset()).isZero();
    }

    @Test
    void aLengthThatIsNoVarintIsRefused() {
        assertThat(refused("8000")).hasMessageContaining("shortest form");
        assertThat(refused("ffffffffffffffffff01").offset()).isZero();
        assertThat(Cars.refused(Cars.join(Cars.HI, hex("8100"))).offset())
                .isEqualTo(Cars.HI.limit());
    }

    @Test
    void aHeaderThatIsNoneIsRefused() {
        assertThat(refused("")).hasMessageContaining("the file ends where a header was expected");
        assertThat(refused("00")).hasMessageContaining("length 0");
        assertThat(refused("01 80")).hasMessageContaining("no map");
        assertThat(refused("01 ff"))
                .hasMessageContaining("dag-cbor")
                .extracting("offset")
                .isEqualTo(1L);
        assertThat(refused("01 a0")).hasMessageContaining("version must be 1, is absent");
        assertThat(refused("0a a1 67 76657273696f6e 01")).hasMessageContaining("no list of roots");
        assertThat(refused("0a a1 67 76657273696f6e 03")).hasMessageContaining("is 3");
        assertThat(refused("12 a2 65 726f6f7473 81 01 67 76657273696f6e 01"))
                .hasMessageContaining("a root is a int, no link");
        assertThat(refused("14 a3 61 61 01 65 726f6f7473 80 67 76657273696f6e 01"))
                .hasMessageContaining("other entries");
    }

    @Test
    void aSectionWithoutACidIsRefused() {
        assertThat(Cars.refused(Cars.join(Cars.HI, hex("01 ff"))).offset())
                .isEqualTo(Cars.HI.limit());
        assertThat(Cars.refused(Cars.join(Cars.HI, hex("03 015512"))).offset())
                .isEqualTo(Cars.HI.limit());
    }

    @Test
    void aHashThatCannotBeCheckedIsRefusedUnlessTheCallerChecks() throws Exception {
        Cid unknown = Cid.v1(Multicodec.RAW, Multihash.of(0x300000, new byte[32]));
        Block block = Block.trusted(unknown, ByteBuffer.wrap(new byte[] {1}));
        ByteBuffer car = Cars.v1(List.of(), List.of(block));
        assertThat(Cars.refused(car)).hasMessageContaining("cannot be verified");
        assertThat(Cars.sections(car, CarOptions.STRICT.unverified())).hasSize(1);
    }

    @Test
    void aSourceThatGivesNothingButNoEndIsRefused() {
        assertThatThrownBy(() -> CarReader.open(_ -> 0, CarOptions.STRICT))
                .isInstanceOf(java.io.IOException.class);
    }
}
