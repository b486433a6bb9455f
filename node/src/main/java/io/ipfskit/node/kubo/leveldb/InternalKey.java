package io.ipfskit.node.kubo.leveldb;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/// A key as tables hold it: the user's key, then 8 bytes with the sequence of the change (the upper
/// 56 bits) and its type. Ordered by the user's key, the newest change first.
///
/// @param user the user's key, which is not copied
/// @param trailer sequence and type
record InternalKey(@SuppressWarnings("ArrayRecordComponent") byte[] user, long trailer)
        implements Comparable<InternalKey> {
    static final int DELETION = 0;
    static final int VALUE = 1;
    static final long SEQUENCE_MAX = (1L << 56) - 1;

    private static final int TRAILER = 8;

    static InternalKey of(byte[] user, long sequence, int type) {
        return new InternalKey(user, sequence << 8 | type);
    }

    /// Takes a key of a table or a manifest apart.
    static InternalKey decode(byte[] bytes, Place place, long index) throws LevelDbException {
        if (bytes.length < TRAILER) {
            throw place.damaged(index, "a key has 8 bytes or more, this one " + bytes.length);
        }
        long trailer =
                ByteBuffer.wrap(bytes)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .getLong(bytes.length - TRAILER);
        if ((trailer & 0xff) > VALUE) {
            throw place.damaged(index, "there is no change of type " + (trailer & 0xff));
        }
        return new InternalKey(Arrays.copyOf(bytes, bytes.length - TRAILER), trailer);
    }

    boolean isDeletion() {
        return (trailer & 0xff) == DELETION;
    }

    /// The order of the users' keys alone.
    int compareUser(byte[] other) {
        return Arrays.compareUnsigned(user, other);
    }

    boolean startsWith(byte[] prefix) {
        return user.length >= prefix.length
                && Arrays.equals(user, 0, prefix.length, prefix, 0, prefix.length);
    }

    @Override
    public int compareTo(InternalKey that) {
        int order = compareUser(that.user);
        return order != 0 ? order : Long.compareUnsigned(that.trailer, trailer);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof InternalKey that && compareTo(that) == 0;
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(user) * 31 + Long.hashCode(trailer);
    }
}
