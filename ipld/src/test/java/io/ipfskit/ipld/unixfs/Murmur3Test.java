package io.ipfskit.ipld.unixfs;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Murmur3Test {
    @ParameterizedTest
    @CsvSource({
        "'', 0000000000000000",
        "hello, cbd8a7b341bd9b02",
        "'hello, world', 342fac623a5ebc8e",
        "The quick brown fox jumps over the lazy dog., cd99481f9ee902c9"
    })
    void theFirst64BitsArePublished(String text, String hash) {
        assertThat(Murmur3.hash64(text.getBytes(UTF_8)))
                .isEqualTo(Long.parseUnsignedLong(hash, 16));
    }
}
