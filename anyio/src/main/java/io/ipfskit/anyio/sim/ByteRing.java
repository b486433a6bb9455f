package io.ipfskit.anyio.sim;

import java.nio.ByteBuffer;

/// Bytes in order with a bound, as a socket buffer has; takes memory only for what it holds.
final class ByteRing {
    private static final int SIZE_MIN = 256;

    private final int capacity;
    private byte[] bytes = new byte[0];
    private int head;
    private int size;

    ByteRing(int capacity) {
        this.capacity = capacity;
    }

    int size() {
        return size;
    }

    int room() {
        return capacity - size;
    }

    int capacity() {
        return capacity;
    }

    /// Takes as many bytes as there is room for, and returns how many.
    int put(ByteBuffer from) {
        int count = Math.min(from.remaining(), room());
        grow(size + count);
        int tail = size == 0 ? head : (head + size) % bytes.length;
        int first = Math.min(count, bytes.length - tail);
        from.get(bytes, tail, first);
        from.get(bytes, 0, count - first);
        size += count;
        return count;
    }

    /// Gives as many bytes as there are and fit, and returns how many.
    int take(ByteBuffer into) {
        int count = Math.min(into.remaining(), size);
        int first = Math.min(count, bytes.length - head);
        into.put(bytes, head, first);
        into.put(bytes, 0, count - first);
        drop(count);
        return count;
    }

    /// Returns a copy of `count` bytes from position `from` on; they stay here.
    byte[] peek(int from, int count) {
        byte[] copy = new byte[count];
        if (count > 0) {
            int start = (head + from) % bytes.length;
            int first = Math.min(count, bytes.length - start);
            System.arraycopy(bytes, start, copy, 0, first);
            System.arraycopy(bytes, 0, copy, first, count - first);
        }
        return copy;
    }

    /// Forgets the first `count` bytes.
    void drop(int count) {
        size -= count;
        if (size == 0) {
            head = 0;
            bytes = new byte[0];
        } else {
            head = (head + count) % bytes.length;
        }
    }

    void clear() {
        drop(size);
    }

    private void grow(int needed) {
        if (needed <= bytes.length) {
            return;
        }
        int length = Math.min(capacity, Math.max(SIZE_MIN, Integer.highestOneBit(needed - 1) * 2));
        byte[] larger = new byte[Math.max(length, needed)];
        byte[] held = peek(0, size);
        System.arraycopy(held, 0, larger, 0, held.length);
        bytes = larger;
        head = 0;
    }
}
