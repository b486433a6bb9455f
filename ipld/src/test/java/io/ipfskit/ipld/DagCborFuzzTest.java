package io.ipfskit.ipld;

import com.code_intelligence.jazzer.junit.FuzzTest;

import io.ipfskit.ipld.codec.CodecException;
import io.ipfskit.ipld.codec.Codecs;
import io.ipfskit.ipld.data.DataNode;

import java.nio.ByteBuffer;

class DagCborFuzzTest {
    /// Only the canonical form is read, and links are found under the same rules.
    @FuzzTest(maxDuration = "20s")
    void aNodeIsReadOrRefused(byte[] bytes) {
        DataNode node;
        try {
            node = Codecs.DAG_CBOR.decode(ByteBuffer.wrap(bytes));
        } catch (CodecException refused) {
            try {
                Codecs.DAG_CBOR.links(ByteBuffer.wrap(bytes));
            } catch (CodecException again) {
                if (again.offset() == refused.offset()) {
                    return;
                }
            }
            throw new AssertionError("links are found in what is refused", refused);
        }
        if (!Codecs.DAG_CBOR.encode(node).equals(ByteBuffer.wrap(bytes))) {
            throw new AssertionError("decoded, but not canonical");
        }
        Codecs.DAG_CBOR.links(ByteBuffer.wrap(bytes));
    }
}
