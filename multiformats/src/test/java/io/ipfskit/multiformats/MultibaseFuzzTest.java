package io.ipfskit.multiformats;

import com.code_intelligence.jazzer.junit.FuzzTest;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

class MultibaseFuzzTest {
    /// What a text decodes to encodes to a text that decodes to the same.
    @FuzzTest(maxDuration = "20s")
    void aTextIsDecodedOrRefused(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        try {
            byte[] decoded = Multibase.decode(text);
            Multibase base = Multibase.ofPrefix(text.charAt(0));
            if (!Arrays.equals(Multibase.decode(base.encode(decoded)), decoded)) {
                throw new AssertionError("does not come back");
            }
        } catch (MultiformatException refused) {
            // as it should be
        }
    }
}
