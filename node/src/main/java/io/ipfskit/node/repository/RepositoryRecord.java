package io.ipfskit.node.repository;

import io.ipfskit.multiformats.Cid;
import io.ipfskit.operation.OperationFailed;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;

/// What one record of the repository log says; the type tells whom it concerns.
sealed interface RepositoryRecord permits PinRecords.Change, TreeChange {
    /// The type of its record.
    static int type(RepositoryRecord record) {
        return switch (record) {
            case PinRecords.Change pin -> PinRecords.type(pin);
            case TreeChange _ -> TreeRecords.MOVE;
        };
    }

    /// The payload of its record.
    static ByteBuffer encode(RepositoryRecord record) {
        return switch (record) {
            case PinRecords.Change pin -> PinRecords.encode(pin);
            case TreeChange tree -> TreeRecords.encode(tree);
        };
    }

    /// Reads one record.
    ///
    /// @throws OperationFailed `unsupported` for a record of an unknown type or a newer version,
    ///   `integrity` for one that is malformed although its checksum held
    static RepositoryRecord read(long seq, int type, ByteBuffer payload) {
        return switch (type) {
            case PinRecords.SET, PinRecords.REMOVE, PinRecords.REPLACE ->
                    PinRecords.read(seq, type, payload);
            case TreeRecords.MOVE -> TreeRecords.read(seq, payload);
            default -> {
                int version =
                        payload.hasRemaining()
                                ? Byte.toUnsignedInt(payload.get(payload.position()))
                                : 0;
                throw PinRecords.newer(seq, type, version);
            }
        };
    }

    /// The root of the DAG that the record makes a root, or null.
    static @Nullable Cid rooted(RepositoryRecord record) {
        return switch (record) {
            case PinRecords.Change.Set(PinEntry pin) -> pin.cid();
            case PinRecords.Change.Replace(Cid _, PinEntry pin) -> pin.cid();
            case PinRecords.Change.Remove _ -> null;
            case TreeChange tree -> tree.after();
        };
    }
}
