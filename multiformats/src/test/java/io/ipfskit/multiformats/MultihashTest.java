package io.ipfskit.multiformats;

import static io.ipfskit.multiformats.Fixtures.hex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

class MultihashTest {
    private static final String HELLO =
            "1220b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9";

    private static final String ZEROS =
            "000000000000000000000000000000000000000000000000000000000000000000";

    @Test
    void sha256IsGolden() {
        Multihash hash = Multihash.sha256("hello world".getBytes(UTF_8));
        assertThat(hash.bytes()).isEqualTo(hex(HELLO));
        assertThat(hash).isEqualTo(Multihash.decode(hex(HELLO))).hasToString(HELLO);
    }

    @Test
    void everyKindOfBufferHashesTheSameAndKeepsItsPosition() {
        byte[] padded = "..hello world..".getBytes(UTF_8);
        ByteBuffer heap = ByteBuffer.wrap(padded, 2, 11);
        ByteBuffer direct = ByteBuffer.allocateDirect(11).put(padded, 2, 11).flip();
        for (ByteBuffer buffer : List.of(heap, heap.slice(), heap.asReadOnlyBuffer(), direct)) {
            assertThat(Multihash.sha256(buffer)).hasToString(HELLO);
            assertThat(buffer.remaining()).isEqualTo(11);
        }
    }

    @Test
    void publishedVectorsAreDecodedAndVerified() throws IOException {
        List<String> lines = Fixtures.lines("multiformats/multihash-test_cases.csv");
        int verified = 0;
        for (String line : lines.subList(1, lines.size())) {
            String[] words = line.split(",", -1);
            Multihash hash = Multihash.decode(hex(words[3]));
            assertThat(hash.bytes()).isEqualTo(hex(words[3]));
            assertThat(hash.digestLength()).isEqualTo(Integer.parseInt(words[1]) / 8);
            if (hash.isVerifiable()) {
                verified++;
                assertThat(hash.verify(ByteBuffer.wrap(words[2].getBytes(UTF_8))))
                        .as(line)
                        .isTrue();
                assertThat(hash.verify(ByteBuffer.wrap((words[2] + "0").getBytes(UTF_8))))
                        .as(line)
                        .isFalse();
            } else {
                assertThat(hash.digestLength()).as(line).isLessThan(Multihash.MIN_DIGEST);
            }
        }
        assertThat(verified).isGreaterThan(100);
    }

    @Test
    void anIdentityHashVerifiesItsOwnBytesOnly() {
        Multihash hash = Multihash.identity("abc".getBytes(UTF_8));
        assertThat(hash.verify(ByteBuffer.wrap("abc".getBytes(UTF_8)))).isTrue();
        assertThat(hash.verify(ByteBuffer.wrap("abd".getBytes(UTF_8)))).isFalse();
    }

    @Test
    void aShortDigestIsNeverTrusted() {
        Multihash hash = Multihash.decode(hex("120affb31f07aa15348368c9"));
        assertThat(hash.isVerifiable()).isFalse();
        assertThatThrownBy(() -> hash.verify(ByteBuffer.allocate(0)))
                .isInstanceOf(MultiformatException.class)
                .hasMessageContaining("shorter than 20");
    }

    @Test
    void anUnknownFunctionIsNeverTrusted() {
        Multihash hash = Multihash.of(0xb401, new byte[32]);
        assertThatThrownBy(() -> hash.verify(ByteBuffer.allocate(0)))
                .isInstanceOf(MultiformatException.class)
                .hasMessageContaining("poseidon-bls12_381-a2-fc1");
    }

    @Test
    void aCutOffDigestIsRefused() {
        assertRefused("122000", "only 1 follow");
    }

    @Test
    void aDigestLongerThanItsFunctionMakesIsRefused() {
        assertRefused("1221" + "00".repeat(33), "at most 32");
    }

    @Test
    void aDigestOverTheLimitIsRefusedBeforeItIsAllocated() {
        assertRefused("00ffffffff07", "at most 128");
    }

    @Test
    void trailingBytesAreRefused() {
        assertRefused(HELLO + "00", "1 bytes follow");
    }

    @Test
    void aDigestLongerThanItsFunctionMakesIsRefusedForEveryKnownFunction() {
        for (HashFunction function : HashFunction.all()) {
            byte[] digest = new byte[function.maxDigestLength() + 1];
            assertThatThrownBy(() -> Multihash.of(function.code(), digest))
                    .as(function.name())
                    .isInstanceOf(MultiformatException.class)
                    .hasMessageContaining("at most " + function.maxDigestLength());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1281, 1",
        "1220, 2",
        "122000, 3",
        "1221" + ZEROS + ", 0",
        "'', 0",
        "00ffffffff07, 1"
    })
    void theOffsetOfWhatIsWrongIsGiven(String bytes, int offset) {
        assertThatThrownBy(() -> Multihash.decode(hex(bytes)))
                .isInstanceOfSatisfying(
                        MultiformatException.class, e -> assertThat(e.offset()).hasValue(offset))
                .hasMessageContaining("(at byte " + offset + ")");
    }

    private static void assertRefused(String bytes, String why) {
        assertThatThrownBy(() -> Multihash.decode(hex(bytes)))
                .isInstanceOf(MultiformatException.class)
                .hasMessageContaining(why);
    }
}
