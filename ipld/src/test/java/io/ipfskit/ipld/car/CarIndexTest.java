package io.ipfskit.ipld.car;

import static io.ipfskit.ipld.Fixtures.hex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ipfskit.multiformats.Multicodec;
import io.ipfskit.multiformats.Multihash;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.util.List;

class CarIndexTest {
    private static final Multihash SHORT = Multihash.of(Multicodec.SHA2_256, new byte[] {5, 6});

    private static long refused(String bytes) {
        CarException e =
                catchThrowableOfType(CarException.class, () -> CarIndex.decode(hex(bytes), 1000));
        assertThat(e).as(bytes).isNotNull();
        return e.offset() - 1000;
    }

    @Test
    void aMultihashIndexIsGolden() throws Exception {
        CarIndex index =
                new CarIndex.Builder()
                        .add(SHORT, 9)
                        .add(Multihash.of(Multicodec.SHA1, new byte[] {7}), 3)
                        .add(Multihash.of(Multicodec.SHA2_256, new byte[] {5, 5}), 1)
                        .build();
        ByteBuffer bytes =
                hex(
                        "8108 02000000"
                                + " 1100000000000000 01000000 09000000 0900000000000000"
                                + " 07 0300000000000000"
                                + " 1200000000000000 01000000 0a000000 1400000000000000"
                                + " 0505 0100000000000000 0506 0900000000000000");
        assertThat(index.encode()).isEqualTo(bytes);
        CarIndex again = CarIndex.decode(bytes, 0);
        assertThat(again.size()).isEqualTo(3);
        assertThat(again.offsets(SHORT)).isEqualTo(List.of(9L));
        assertThat(again.offsets(Multihash.of(Multicodec.SHA1, new byte[] {5, 6}))).isEmpty();
        assertThat(again.encode()).isEqualTo(bytes);
    }

    @Test
    void anIndexWithoutHashFunctionsIsRead() throws Exception {
        ByteBuffer bytes = hex("8008 01000000 0a000000 0a00000000000000 0506 0900000000000000");
        CarIndex index = CarIndex.decode(bytes, 0);
        assertThat(index.format()).isEqualTo(CarIndex.INDEX_SORTED);
        assertThat(index.offsets(SHORT)).isEqualTo(List.of(9L));
        assertThat(index.offsets(Multihash.of(Multicodec.SHA1, new byte[] {5, 6})))
                .isEqualTo(List.of(9L));
        assertThat(index.encode()).isEqualTo(bytes);
    }

    @Test
    void everythingThatIsNoIndexIsRefused() {
        assertThat(refused("")).isZero();
        assertThat(refused("8208")).isZero();
        assertThat(refused("8108 0100")).isEqualTo(4);
        assertThat(refused("8108 01000000")).isEqualTo(2);
        assertThat(refused("8108 ffffffff 00")).isEqualTo(2);
        assertThat(refused("8008 01000000 07000000 0000000000000000")).isEqualTo(6);
        assertThat(refused("8008 01000000 0a000000 0b00000000000000" + "00".repeat(11)))
                .isEqualTo(10);
        assertThat(refused("8008 01000000 0a000000 ffffffffffffffff")).isEqualTo(10);
        assertThat(refused("8008 00000000 00")).isEqualTo(6);
        assertThat(
                        refused(
                                "8008 01000000 09000000 1200000000000000"
                                        + "02 0000000000000000 01 0000000000000000"))
                .isEqualTo(27);
        assertThat(refused("8008 01000000 09000000 0900000000000000 02 00000000000000ff"))
                .isEqualTo(18);
        assertThat(
                        refused(
                                "8108 02000000 1200000000000000 00000000"
                                        + " 1200000000000000 00000000"))
                .isEqualTo(18);
    }

    @Property(tries = 200)
    void everyHashIsFoundWhereItWasPut(
            @ForAll @Size(max = 50) List<@net.jqwik.api.constraints.Size(max = 3) byte[]> digests)
            throws Exception {
        CarIndex.Builder builder = new CarIndex.Builder();
        for (int i = 0; i < digests.size(); i++) {
            builder.add(Multihash.of(Multicodec.SHA2_256, digests.get(i)), i);
        }
        CarIndex index = CarIndex.decode(builder.build().encode(), 0);
        for (int i = 0; i < digests.size(); i++) {
            Multihash hash = Multihash.of(Multicodec.SHA2_256, digests.get(i));
            assertThat(index.offsets(hash)).contains((long) i).isSorted();
        }
    }
}
