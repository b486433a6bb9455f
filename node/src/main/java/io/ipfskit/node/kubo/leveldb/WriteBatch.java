package io.ipfskit.node.kubo.leveldb;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Changes that were made together: one record of a log.
///
/// Sequence of the first change (8 bytes), number of changes (4), then the changes: type (1), key
/// and, unless it is a deletion, value, each with its length before it.
final class WriteBatch {
    private static final int HEADER = 12;
    private static final byte[] NONE = {};

    private WriteBatch() {}

    /// Takes the changes.
    @FunctionalInterface
    interface Changes {
        void change(InternalKey key, byte[] value) throws LevelDbException;
    }

    /// Hands out the changes of a record in their order.
    static void read(ByteBuffer record, Place place, Changes changes) throws LevelDbException {
        ByteBuffer in = record.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        if (in.remaining() < HEADER) {
            throw place.damaged(0, "a batch has 12 bytes or more, this one " + in.remaining());
        }
        long sequence = in.getLong();
        long count = Integer.toUnsignedLong(in.getInt());
        if (sequence < 0 || sequence > InternalKey.SEQUENCE_MAX - count) {
            throw place.damaged(0, "a sequence has 56 bits, this one is " + sequence);
        }
        long found = 0;
        while (in.hasRemaining()) {
            int start = in.position();
            int type = in.get();
            if (type != InternalKey.DELETION && type != InternalKey.VALUE) {
                throw place.damaged(start, "there is no change of type " + type);
            }
            if (found == count) {
                throw place.damaged(start, "more changes than the " + count + " announced");
            }
            byte[] key = Fields.bytes(in, place, "a key");
            byte[] value = type == InternalKey.VALUE ? Fields.bytes(in, place, "a value") : NONE;
            changes.change(InternalKey.of(key, sequence + found, type), value);
            found++;
        }
        if (found != count) {
            throw place.damaged(
                    in.position(), found + " changes instead of the " + count + " announced");
        }
    }
}
