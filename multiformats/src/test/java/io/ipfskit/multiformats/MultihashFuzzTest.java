package io.ipfskit.multiformats;

import com.code_intelligence.jazzer.junit.FuzzTest;

import java.util.Arrays;

class MultihashFuzzTest {
    @FuzzTest(maxDuration = "20s")
    void aMultihashIsReadOrRefused(byte[] bytes) {
        try {
            if (!Arrays.equals(Multihash.decode(bytes).bytes(), bytes)) {
                throw new AssertionError("decoded, but not the one form");
            }
        } catch (MultiformatException refused) {
            // as it should be
        }
    }
}
