package io.ipfskit.ipld;

import com.code_intelligence.jazzer.junit.FuzzTest;

import io.ipfskit.ipld.dagpb.DagPb;
import io.ipfskit.ipld.dagpb.DagPbException;

import java.nio.ByteBuffer;

class DagPbFuzzTest {
    /// Only the canonical form is read, since a CID is of bytes.
    @FuzzTest(maxDuration = "20s")
    void aNodeIsReadOrRefused(byte[] bytes) {
        try {
            ByteBuffer again = DagPb.encode(DagPb.decode(ByteBuffer.wrap(bytes)));
            if (!again.equals(ByteBuffer.wrap(bytes))) {
                throw new AssertionError("decoded, but not canonical");
            }
        } catch (DagPbException refused) {
            // as it should be
        }
    }
}
