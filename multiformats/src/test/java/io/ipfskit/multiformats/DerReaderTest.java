package io.ipfskit.multiformats;

import static io.ipfskit.multiformats.Fixtures.hex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.math.BigInteger;

class DerReaderTest {
    @Test
    void whatIsWrittenIsReadAtEveryLengthOfTheLength() {
        for (int length : new int[] {0, 1, 0x7f, 0x80, 0xff, 0x100, 0xfff0}) {
            byte[] content = new byte[length];
            DerReader in = DerReader.ofSequence(Der.sequence(Der.octets(content)));
            assertThat(in.octets()).isEqualTo(content);
            in.end();
        }
    }

    @Test
    void integersOfEverySizeComeBack() {
        for (int bits = 0; bits < 40; bits++) {
            BigInteger value = BigInteger.ONE.shiftLeft(bits).subtract(BigInteger.ONE);
            assertThat(DerReader.ofSequence(Der.sequence(Der.integer(value))).integer())
                    .isEqualTo(value);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'', is missing, 0",
        "3100, is missing, 0",
        "30, ends in its length, 1",
        "3082, ends in its length, 2",
        "3001, only 0 follow, 1",
        "3080, not read, 1",
        "308300000100, not read, 1",
        "30810100, shortest form, 1",
        "3082007f, shortest form, 1",
        "300000, bytes follow, 2",
        "3000ff, bytes follow, 2"
    })
    void aSequenceThatIsNotDerIsRefused(String bytes, String why, int offset) {
        assertThatThrownBy(() -> DerReader.ofSequence(hex(bytes)))
                .isInstanceOfSatisfying(
                        MultiformatException.class, e -> assertThat(e.offset()).hasValue(offset))
                .hasMessageContaining(why);
    }

    @ParameterizedTest
    @CsvSource({
        "30020200, shortest form",
        "3003020180, must be positive",
        "300402020001, shortest form",
        "3003040100, is missing"
    })
    void anIntegerThatIsNotDerIsRefused(String bytes, String why) {
        DerReader in = DerReader.ofSequence(hex(bytes));
        assertThatThrownBy(in::integer)
                .isInstanceOf(MultiformatException.class)
                .hasMessageContaining(why);
    }

    @ParameterizedTest
    @CsvSource({"30020300", "300403020180"})
    void aBitStringOfLooseBitsIsRefused(String bytes) {
        DerReader in = DerReader.ofSequence(hex(bytes));
        assertThatThrownBy(in::bits)
                .isInstanceOf(MultiformatException.class)
                .hasMessageContaining("whole bytes");
    }

    @Test
    void aNullWithContentIsRefused() {
        DerReader in = DerReader.ofSequence(hex("3003050100"));
        assertThatThrownBy(in::nothing)
                .isInstanceOf(MultiformatException.class)
                .hasMessageContaining("must be empty");
    }
}
