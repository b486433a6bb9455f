package io.ipfskit.multiformats;

import com.code_intelligence.jazzer.junit.FuzzTest;

import java.nio.ByteBuffer;
import java.util.Arrays;

class MultihashFuzzTest {
    @FuzzTest(maxDuration = "20s")
    void aMultihashIsReadOrRefused(byte[] bytes) {
        try {
            Multihash hash = Multihash.decode(bytes);
            if (!Arrays.equals(hash.bytes(), bytes)) {
                throw new AssertionError("decoded, but not the one form");
            }
            if (hash.isVerifiable()) {
                hash.verify(ByteBuffer.wrap(bytes));
            }
        } catch (MultiformatException refused) {
            // as it should be
        }
    }
}
