package io.ipfskit.multiformats;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// The first 64 bits of MurmurHash3 x64 128 with seed 0, big endian: places names in sharded
/// directories of UnixFS and protects nothing.
final class MurmurHash implements HashEngine {
    private static final long C1 = 0x87c37b91114253d5L;
    private static final long C2 = 0x4cf5ad432745937fL;
    private static final int BLOCK = 16;

    /// Invariant: less than a block waits here between calls.
    private final ByteBuffer waiting = ByteBuffer.allocate(BLOCK).order(ByteOrder.LITTLE_ENDIAN);

    private long h1;
    private long h2;
    private long length;

    @Override
    public void update(ByteBuffer in) {
        length += in.remaining();
        while (in.hasRemaining()) {
            waiting.put(in.get());
            if (!waiting.hasRemaining()) {
                block(waiting.getLong(0), waiting.getLong(8));
                waiting.clear();
            }
        }
    }

    private void block(long k1, long k2) {
        h1 ^= first(k1);
        h1 = (Long.rotateLeft(h1, 27) + h2) * 5 + 0x52dce729;
        h2 ^= second(k2);
        h2 = (Long.rotateLeft(h2, 31) + h1) * 5 + 0x38495ab5;
    }

    private static long first(long k) {
        return Long.rotateLeft(k * C1, 31) * C2;
    }

    private static long second(long k) {
        return Long.rotateLeft(k * C2, 33) * C1;
    }

    private static long mix(long k) {
        long h = (k ^ (k >>> 33)) * 0xff51afd7ed558ccdL;
        h = (h ^ (h >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return h ^ (h >>> 33);
    }

    @Override
    public byte[] finish(int size) {
        while (waiting.hasRemaining()) {
            waiting.put((byte) 0);
        }
        // a tail of zeros mixes in zero, so the parts that are not there change nothing
        h2 ^= second(waiting.getLong(8));
        h1 ^= first(waiting.getLong(0));
        h1 ^= length;
        h2 ^= length;
        h1 += h2;
        h2 += h1;
        byte[] out = ByteBuffer.allocate(8).putLong(mix(h1) + mix(h2)).array();
        h1 = 0;
        h2 = 0;
        length = 0;
        waiting.clear();
        return java.util.Arrays.copyOf(out, size);
    }
}
