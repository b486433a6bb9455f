package io.ipfskit.ipld;

import com.code_intelligence.jazzer.junit.FuzzTest;

import io.ipfskit.ipld.codec.CodecException;
import io.ipfskit.ipld.codec.Codecs;
import io.ipfskit.ipld.data.DataNode;

import java.nio.ByteBuffer;

class CborFuzzTest {
    /// What is read and written again is the same node.
    @FuzzTest(maxDuration = "20s")
    void aNodeIsReadOrRefused(byte[] bytes) {
        DataNode node;
        try {
            node = Codecs.CBOR.decode(ByteBuffer.wrap(bytes));
        } catch (CodecException refused) {
            return;
        }
        ByteBuffer again = Codecs.CBOR.encode(node);
        if (!Codecs.CBOR.decode(again).equals(node)) {
            throw new AssertionError("written, but read as another node");
        }
    }
}
