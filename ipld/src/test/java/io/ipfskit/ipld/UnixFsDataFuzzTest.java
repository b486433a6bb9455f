package io.ipfskit.ipld;

import com.code_intelligence.jazzer.junit.FuzzTest;

import io.ipfskit.ipld.unixfs.UnixFsData;

import java.nio.ByteBuffer;

class UnixFsDataFuzzTest {
    @FuzzTest(maxDuration = "20s")
    void theDataOfANodeIsReadOrRefused(byte[] bytes) {
        UnixFsData data;
        try {
            data = UnixFsData.decode(ByteBuffer.wrap(bytes));
        } catch (IllegalArgumentException refused) {
            return;
        }
        ByteBuffer encoded = data.encode();
        if (!UnixFsData.decode(encoded).encode().equals(encoded)) {
            throw new AssertionError("encoding is not stable");
        }
    }
}
