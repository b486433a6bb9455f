package io.ipfskit.ipld.unixfs;

import io.ipfskit.multiformats.Multicodec;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// The arithmetic of sharded directories, shared by writing and reading.
///
/// A name's hash is read from its highest bits, log2(fanout) bits per level; that many bits are the
/// index in the shard. A link is named by its index in upper-case hexadecimal, as many digits as
/// the largest index needs, followed by the entry's name if it is an entry. The shard's data is a
/// bitfield of the used indexes, big endian, without leading zero bytes.
final class Hamt {
    static final int HASH_TYPE = Multicodec.MURMUR3_X64_64;
    static final int MAX_FANOUT = 1024;

    private Hamt() {}

    static boolean isFanout(long fanout) {
        return fanout >= 8 && fanout <= MAX_FANOUT && Long.bitCount(fanout) == 1;
    }

    static int bitsPerLevel(int fanout) {
        return Integer.numberOfTrailingZeros(fanout);
    }

    /// The levels that 64 bits of hash can tell apart.
    static int maxDepth(int fanout) {
        return 64 / bitsPerLevel(fanout);
    }

    static long hash(String name) {
        return Murmur3.hash64(name.getBytes(StandardCharsets.UTF_8));
    }

    static int index(long hash, int depth, int fanout) {
        int bits = bitsPerLevel(fanout);
        return (int) (hash >>> (64 - bits * (depth + 1))) & (fanout - 1);
    }

    static int prefixLength(int fanout) {
        return Integer.toHexString(fanout - 1).length();
    }

    static String prefix(int index, int fanout) {
        String hex = Integer.toHexString(index).toUpperCase(Locale.ROOT);
        return "0".repeat(prefixLength(fanout) - hex.length()) + hex;
    }

    static ByteBuffer bitfield(boolean[] used) {
        byte[] bits = new byte[used.length / 8];
        for (int i = 0; i < used.length; i++) {
            if (used[i]) {
                bits[bits.length - 1 - i / 8] |= (byte) (1 << (i % 8));
            }
        }
        int zeros = 0;
        while (zeros < bits.length && bits[zeros] == 0) {
            zeros++;
        }
        return ByteBuffer.wrap(bits, zeros, bits.length - zeros).slice();
    }
}
