package io.ipfskit.node.kubo.leveldb;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/// The entries of a block of a table, one after the other.
///
/// An entry: how many bytes of its key are those of the key before, how many follow, the length of
/// the value, then the rest of the key and the value. Behind the entries stand the restart points,
/// of which only the count (the last 4 bytes) is used.
final class BlockCursor {
    /// Bytes of the longest key.
    static final int KEY_MAX = 64 << 10;

    private final ByteBuffer entries;
    private final Place place;
    private byte[] key = {};
    private byte[] value = {};
    private int start;

    /// @param block decompressed
    BlockCursor(byte[] block, Place place) throws LevelDbException {
        this.place = place;
        ByteBuffer all = ByteBuffer.wrap(block).order(ByteOrder.LITTLE_ENDIAN);
        long restarts =
                block.length < 4 ? -1 : Integer.toUnsignedLong(all.getInt(block.length - 4));
        if (restarts < 0 || 4 + 4 * restarts > block.length) {
            throw place.damaged(0, "a block ends without its restart points");
        }
        this.entries = all.limit((int) (block.length - 4 - 4 * restarts));
    }

    /// Goes to the next entry. False at the end.
    boolean next() throws LevelDbException {
        if (!entries.hasRemaining()) {
            return false;
        }
        start = entries.position();
        int shared = Fields.varintInt(entries, KEY_MAX, place, "a shared length");
        int more = Fields.varintInt(entries, KEY_MAX, place, "the length of a key");
        int length = Fields.varintInt(entries, Integer.MAX_VALUE, place, "the length of a value");
        if (shared > key.length || more > entries.remaining() || shared + more > KEY_MAX) {
            throw place.damaged(start, "a key does not fit its block");
        }
        byte[] next = Arrays.copyOf(key, shared + more);
        entries.get(next, shared, more);
        key = next;
        value = Fields.bytes(entries, length, place, "a value");
        return true;
    }

    /// The key of the entry as it stands there.
    byte[] key() {
        return key;
    }

    /// The key, taken apart.
    InternalKey internalKey() throws LevelDbException {
        return InternalKey.decode(key, place, start);
    }

    byte[] value() {
        return value;
    }

    /// The failure that the entry shows.
    LevelDbException damaged(String problem) {
        return place.damaged(start, problem);
    }
}
