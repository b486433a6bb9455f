package io.ipfskit.ipld.unixfs;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// MurmurHash3 x64 128 with seed 0, of which sharded directories use the first 64 bits.
///
/// The algorithm is in the public domain (Austin Appleby, 2011). It is no cryptographic hash: names
/// with equal hashes can be made at will, so the depth it leads to is bounded.
final class Murmur3 {
    private static final long C1 = 0x87c37b91114253d5L;
    private static final long C2 = 0x4cf5ad432745937fL;

    private Murmur3() {}

    static long hash64(byte[] data) {
        ByteBuffer in = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
        long h1 = 0;
        long h2 = 0;
        while (in.remaining() >= 16) {
            h1 ^= mix1(in.getLong());
            h1 = (Long.rotateLeft(h1, 27) + h2) * 5 + 0x52dce729;
            h2 ^= mix2(in.getLong());
            h2 = (Long.rotateLeft(h2, 31) + h1) * 5 + 0x38495ab5;
        }
        long k1 = 0;
        long k2 = 0;
        for (int i = in.remaining() - 1; i >= 8; i--) {
            k2 = k2 << 8 | (data[in.position() + i] & 0xff);
        }
        for (int i = Math.min(8, in.remaining()) - 1; i >= 0; i--) {
            k1 = k1 << 8 | (data[in.position() + i] & 0xff);
        }
        h2 ^= mix2(k2);
        h1 ^= mix1(k1);
        h1 ^= data.length;
        h2 ^= data.length;
        h1 += h2;
        h2 += h1;
        return avalanche(h1) + avalanche(h2);
    }

    private static long mix1(long k) {
        return Long.rotateLeft(k * C1, 31) * C2;
    }

    private static long mix2(long k) {
        return Long.rotateLeft(k * C2, 33) * C1;
    }

    private static long avalanche(long k) {
        long h = k;
        h ^= h >>> 33;
        h *= 0xff51afd7ed558ccdL;
        h ^= h >>> 33;
        h *= 0xc4ceb9fe1a85ec53L;
        h ^= h >>> 33;
        return h;
    }
}
