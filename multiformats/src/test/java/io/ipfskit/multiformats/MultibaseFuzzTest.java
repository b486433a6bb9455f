package io.ipfskit.multiformats;

import com.code_intelligence.jazzer.junit.FuzzTest;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

class MultibaseFuzzTest {
    /// What a text decodes to encodes to a text that decodes to the same.
    @FuzzTest(maxDuration = "20s")
    void aTextIsDecodedOrRefused(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        try {
            byte[] decoded = Multibase.decode(text);
            Multibase base = Multibase.of(text);
            if (!Arrays.equals(Multibase.decode(base.encode(decoded)), decoded)) {
                throw new AssertionError("does not come back");
            }
        } catch (MultiformatException refused) {
            // as it should be
        }
    }
}
