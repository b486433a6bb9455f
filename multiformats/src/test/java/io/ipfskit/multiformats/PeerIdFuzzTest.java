package io.ipfskit.multiformats;

import com.code_intelligence.jazzer.junit.FuzzTest;

import java.nio.charset.StandardCharsets;

class PeerIdFuzzTest {
    @FuzzTest(maxDuration = "20s")
    void aPeerIdIsReadOrRefused(byte[] bytes) {
        try {
            PeerId id = PeerId.parse(new String(bytes, StandardCharsets.UTF_8));
            if (!PeerId.parse(id.toString()).equals(id)) {
                throw new AssertionError("parsed, but its text is another");
            }
        } catch (MultiformatException refused) {
            // as it should be
        }
    }
}
