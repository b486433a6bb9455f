package io.ipfskit.ipld;

import com.code_intelligence.jazzer.junit.FuzzTest;

import io.ipfskit.ipld.unixfs.UnixFs;
import io.ipfskit.multiformats.Multicodec;

import java.nio.ByteBuffer;

class UnixFsFuzzTest {
    @FuzzTest(maxDuration = "20s")
    void aBlockIsReadOrRefused(byte[] bytes) {
        try {
            UnixFs.decode(Block.of(1, Multicodec.DAG_PB, ByteBuffer.wrap(bytes)));
        } catch (MalformedBlock | UnsupportedContent refused) {
            // as it should be
        }
    }
}
