package io.ipfskit.node.kubo.leveldb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.US_ASCII;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Random;

class SnappyTest {
    private static final Place PLACE = new Place("000001.ldb", 100);

    private static byte[] decode(String hex) throws LevelDbException {
        return Snappy.decode(ByteBuffer.wrap(HexFormat.of().parseHex(hex)), 1 << 20, PLACE);
    }

    @Test
    void aCopyMayRepeatWhatItMakes() throws Exception {
        // The example of the format's description: xab, then 4 bytes from 2 before.
        assertThat(decode("07" + "08786162" + "0102")).isEqualTo("xababab".getBytes(US_ASCII));
        assertThat(decode("07" + "08786162" + "0e0200")).isEqualTo("xababab".getBytes(US_ASCII));
        assertThat(decode("07" + "08786162" + "0f02000000"))
                .isEqualTo("xababab".getBytes(US_ASCII));
        assertThat(decode("00")).isEmpty();
    }

    @Test
    void lengthsOfLiteralsHaveOneToFourBytes() throws Exception {
        for (String length : new String[] {"f002", "f40200", "f8020000", "fc02000000"}) {
            assertThat(decode("03" + length + "616263")).isEqualTo("abc".getBytes(US_ASCII));
        }
    }

    @Test
    void whatWasCompressedComesBack() throws Exception {
        for (int seed = 0; seed < 1000; seed++) {
            Random random = new Random(seed);
            byte[] plain = new byte[random.nextInt(1000)];
            random.nextBytes(plain);
            for (int i = 1; i < plain.length; i++) {
                if (random.nextInt(3) > 0) {
                    plain[i] = plain[i - 1];
                }
            }
            ByteBuffer compressed = ByteBuffer.wrap(LevelDbWriter.snappy(plain));
            assertThat(Snappy.decode(compressed, plain.length, PLACE))
                    .as("seed " + seed)
                    .isEqualTo(plain);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "03,cannot make",
        "030061,made 1 bytes",
        "'',is cut off",
        "0208616263,does not fit",
        "04086162,does not fit",
        "05006101,is cut off",
        "0500610100,from 0 before",
        "0500610102,from 2 before",
        "040061010100,a copy of 4 bytes",
        "03fcffffffff616263,does not fit",
        "80804000,cannot make",
        "ffffffff0f00,is at most"
    })
    void whatIsMalformedIsRefusedWithItsPlace(String hex, String problem) {
        assertThatThrownBy(() -> decode(hex))
                .isInstanceOfSatisfying(
                        LevelDbException.class,
                        e -> {
                            assertThat(e.offset()).isBetween(100L, 100L + hex.length() / 2);
                            assertThat(e.file()).isEqualTo("000001.ldb");
                        })
                .hasMessageContaining(problem);
    }
}
