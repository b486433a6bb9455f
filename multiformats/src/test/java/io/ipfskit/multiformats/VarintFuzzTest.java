package io.ipfskit.multiformats;

import com.code_intelligence.jazzer.junit.FuzzTest;

import java.nio.ByteBuffer;
import java.util.Arrays;

class VarintFuzzTest {
    @FuzzTest(maxDuration = "20s")
    void aNumberHasOneForm(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        try {
            long value = Varint.read(in);
            if (!Arrays.equals(Varint.encode(value), Arrays.copyOf(bytes, in.position()))) {
                throw new AssertionError(value + " was read from another form");
            }
        } catch (MultiformatException refused) {
            // as it should be
        }
    }
}
