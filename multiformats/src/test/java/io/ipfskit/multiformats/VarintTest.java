package io.ipfskit.multiformats;

import static io.ipfskit.multiformats.Fixtures.hex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.ByteBuffer;

class VarintTest {
    @ParameterizedTest
    @CsvSource({
        "0, 00",
        "1, 01",
        "127, 7f",
        "128, 8001",
        "255, ff01",
        "300, ac02",
        "16384, 808001",
        "9223372036854775807, ffffffffffffffff7f"
    })
    void goldenBytesBothWays(long value, String bytes) {
        assertThat(Varint.encode(value)).isEqualTo(hex(bytes));
        assertThat(Varint.read(ByteBuffer.wrap(hex(bytes)))).isEqualTo(value);
    }

    @Property
    void everyValueComesBack(@ForAll @LongRange(min = 0) long value) {
        byte[] bytes = Varint.encode(value);
        assertThat(bytes).hasSize(Varint.size(value));
        assertThat(Varint.read(ByteBuffer.wrap(bytes))).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource({"8000", "ff8000", "808080808080808000"})
    void longerFormsThanTheShortestAreRefused(String bytes) {
        assertRefused(bytes, "shortest form");
    }

    @Test
    void moreThanNineBytesAreRefused() {
        assertRefused("80808080808080808001", "longer than 9 bytes");
    }

    @Test
    void aCutOffVarintIsRefused() {
        assertRefused("80", "ends after 1 bytes");
    }

    @Test
    void nothingIsNoVarint() {
        assertRefused("", "ends after 0 bytes");
    }

    @Test
    void readingStopsBehindTheVarint() {
        ByteBuffer in = ByteBuffer.wrap(hex("ac0207"));
        Varint.read(in);
        assertThat(in.position()).isEqualTo(2);
    }

    @Test
    void anIntBoundIsNamed() {
        assertThatThrownBy(() -> Varint.readInt(ByteBuffer.wrap(Varint.encode(1L << 31)), "codec"))
                .isInstanceOf(MultiformatException.class)
                .hasMessage("codec must be at most 2147483647, was 2147483648 (at byte 0)");
    }

    private static void assertRefused(String bytes, String why) {
        assertThatThrownBy(() -> Varint.read(ByteBuffer.wrap(hex(bytes))))
                .isInstanceOf(MultiformatException.class)
                .hasMessageContaining(why);
    }
}
