package io.ipfskit.node.repository;

import com.code_intelligence.jazzer.junit.FuzzTest;

import io.ipfskit.operation.ErrorCode;
import io.ipfskit.operation.OperationFailed;

import java.nio.ByteBuffer;

/// A record of hostile bytes is refused by the failure that is declared, or has the one form in
/// which it would be written.
class TreeRecordsFuzzTest {
    private static final int HEAD = 10;

    @FuzzTest(maxDuration = "20s")
    void aRecordIsRefusedOrCanonical(byte[] bytes) {
        if (bytes.length == 0) {
            return;
        }
        ByteBuffer record = (bytes[0] & 1) == 0 ? plain(bytes) : withRoots(bytes);
        RepositoryRecord change;
        try {
            change = RepositoryRecord.read(7, TreeRecords.MOVE, record.duplicate());
        } catch (OperationFailed refused) {
            if (refused.code() != ErrorCode.INTEGRITY && refused.code() != ErrorCode.UNSUPPORTED) {
                throw new AssertionError("refused as " + refused.code(), refused);
            }
            return;
        }
        if (RepositoryRecord.type(change) != TreeRecords.MOVE
                || !RepositoryRecord.encode(change).equals(record)) {
            throw new AssertionError("two forms of " + change);
        }
        RepositoryState state = RepositoryState.EMPTY.with(7, change);
        if (!((TreeChange) change).after().equals(state.tree().cid())) {
            throw new AssertionError("another root than that of " + change);
        }
    }

    private static ByteBuffer plain(byte[] bytes) {
        return ByteBuffer.wrap(bytes, 1, bytes.length - 1).slice();
    }

    /// No fuzzer guesses a CID: two stand where the record has them.
    private static ByteBuffer withRoots(byte[] bytes) {
        int before = Math.min(bytes.length - 1, HEAD);
        byte[] root = TreeRoot.EMPTY.bytes();
        ByteBuffer record = ByteBuffer.allocate(bytes.length - 1 + 2 * (2 + root.length));
        record.put(bytes, 1, before);
        record.putShort((short) root.length).put(root).putShort((short) root.length).put(root);
        return record.put(bytes, 1 + before, bytes.length - 1 - before).flip();
    }
}
