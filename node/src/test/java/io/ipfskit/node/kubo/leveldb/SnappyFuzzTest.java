package io.ipfskit.node.kubo.leveldb;

import com.code_intelligence.jazzer.junit.FuzzTest;

import java.nio.ByteBuffer;

/// Hostile compressed bytes are refused by the failure that is declared, or make what they
/// announce.
class SnappyFuzzTest {
    private static final int MAX = 1 << 16;

    @FuzzTest(maxDuration = "20s")
    void compressedBytesAreRefusedOrMakeWhatTheyAnnounce(byte[] bytes) {
        try {
            byte[] plain = Snappy.decode(ByteBuffer.wrap(bytes), MAX, new Place("fuzz", 0));
            if (plain.length > MAX || plain.length > 64L * bytes.length) {
                throw new AssertionError(plain.length + " bytes from " + bytes.length);
            }
        } catch (LevelDbException refused) {
            if (refused.offset() < 0 || refused.offset() > bytes.length) {
                throw new AssertionError("a place outside", refused);
            }
        }
    }
}
