package io.ipfskit.node.repository;

import com.code_intelligence.jazzer.junit.FuzzTest;

import io.ipfskit.multiformats.Cid;
import io.ipfskit.multiformats.Multicodec;
import io.ipfskit.multiformats.Multihash;
import io.ipfskit.operation.ErrorCode;
import io.ipfskit.operation.OperationFailed;

import java.nio.ByteBuffer;
import java.util.Optional;

/// A record of hostile bytes is refused by the failure that is declared, or has the one form in
/// which it would be written.
class PinRecordsFuzzTest {
    private static final Cid CID = Cid.v1(Multicodec.RAW, Multihash.sha256(new byte[] {1, 2, 3}));

    @FuzzTest(maxDuration = "20s")
    void aRecordIsRefusedOrCanonical(byte[] bytes) {
        if (bytes.length == 0) {
            return;
        }
        int type = bytes[0] & 3;
        // No fuzzer guesses a CID: the second bit puts one where versions 1 and 2 have it.
        ByteBuffer record = (bytes[0] & 4) == 0 ? plain(bytes) : withCid(bytes);
        PinRecords.Change change;
        try {
            change = PinRecords.read(7, type, record.duplicate());
        } catch (OperationFailed refused) {
            if (refused.code() != ErrorCode.INTEGRITY && refused.code() != ErrorCode.UNSUPPORTED) {
                throw new AssertionError("refused as " + refused.code(), refused);
            }
            return;
        }
        if (PinRecords.type(change) != type || !PinRecords.encode(change).equals(record)) {
            throw new AssertionError("two forms of " + change);
        }
        PinView view = PinView.EMPTY.with(change);
        switch (change) {
            case PinRecords.Change.Set(PinEntry pin) -> requirePin(view, pin);
            case PinRecords.Change.Replace(Cid _, PinEntry pin) -> requirePin(view, pin);
            case PinRecords.Change.Remove _ -> {}
        }
    }

    private static void requirePin(PinView view, PinEntry pin) {
        if (!view.pin(pin.cid()).equals(Optional.of(pin))) {
            throw new AssertionError("not found again: " + pin);
        }
    }

    private static ByteBuffer plain(byte[] bytes) {
        return ByteBuffer.wrap(bytes, 1, bytes.length - 1).slice();
    }

    private static ByteBuffer withCid(byte[] bytes) {
        int before = Math.min(bytes.length - 1, (bytes[0] & 8) == 0 ? 1 : 10);
        ByteBuffer record = ByteBuffer.allocate(bytes.length + 1 + CID.size());
        record.put(bytes, 1, before).putShort((short) CID.size()).put(CID.bytes());
        return record.put(bytes, 1 + before, bytes.length - 1 - before).flip();
    }
}
