package io.ipfskit.node.filestore;

import com.code_intelligence.jazzer.junit.FuzzTest;

import io.ipfskit.ipld.IntegrityException;
import io.ipfskit.multiformats.Cid;
import io.ipfskit.multiformats.Multicodec;
import io.ipfskit.multiformats.Multihash;

import java.nio.ByteBuffer;

/// A record of hostile bytes is refused by the failure that is declared, or has the one form in
/// which it would be written.
class ReferenceRecordFuzzTest {
    private static final Cid LEAF = Cid.v1(Multicodec.RAW, Multihash.sha256(new byte[] {1, 2, 3}));
    private static final Cid KEY = ReferenceRecord.key(LEAF.multihash(), 0);

    @FuzzTest(maxDuration = "20s")
    void aRecordIsRefusedOrInItsOneForm(byte[] bytes) {
        // No fuzzer guesses a CID: an odd first byte puts one where it stands.
        boolean withCid = bytes.length > 2 && (bytes[0] & 1) == 1;
        ByteBuffer record = withCid ? withCid(bytes) : ByteBuffer.wrap(bytes);
        ReferenceRecord read;
        try {
            read = ReferenceRecord.decode(KEY, record.duplicate());
        } catch (IntegrityException refused) {
            return;
        }
        if (!read.encode().equals(record)) {
            throw new AssertionError("two forms of " + read);
        }
        if (read.reference().length() > Reference.LENGTH_MAX || read.reference().length() <= 0) {
            throw new AssertionError("a length of " + read.reference().length());
        }
    }

    private static ByteBuffer withCid(byte[] bytes) {
        ByteBuffer record = ByteBuffer.allocate(bytes.length + 2 + LEAF.size());
        record.put((byte) 1).put(bytes[1]).putShort((short) LEAF.size()).put(LEAF.bytes());
        return record.put(bytes, 2, bytes.length - 2).flip();
    }
}
