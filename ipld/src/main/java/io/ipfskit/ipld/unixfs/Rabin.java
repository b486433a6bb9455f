package io.ipfskit.ipld.unixfs;

import java.nio.ByteBuffer;

/// Cuts where the Rabin fingerprint of the last 16 bytes ends in zeros: `rabin-MIN-AVG-MAX`.
///
/// The fingerprint is the window, read as a polynomial over GF(2), modulo the irreducible
/// polynomial [#POLYNOMIAL] of degree 53 (M. O. Rabin, *Fingerprinting by random polynomials*,
/// 1981). It starts anew in each chunk, 16 bytes before the shortest one could end, with a window
/// of fifteen zeros and a one. A chunk ends at or behind `min` bytes where the lowest
/// floor(log2(avg)) bits are zero, or at `max`.
///
/// @param min shortest chunk in bytes (the last of a file may be shorter), at least 16
/// @param average above `min`; the mean length is about `min` plus its largest power of two
/// @param max longest chunk in bytes, above `average`, at most 2096896
public record Rabin(int min, int average, int max) implements Chunker {
    /// The average that `rabin` without numbers has, 256 KiB.
    public static final int DEFAULT_AVERAGE = 256 * 1024;

    /// The coefficients of the modulus, x^53 as the highest.
    private static final long POLYNOMIAL = 17_437_180_132_763_653L;

    private static final int DEGREE = 53;
    private static final int WINDOW = 16;

    /// Of each byte: what it contributes to the fingerprint when it leaves the window.
    private static final long[] OUT = new long[256];

    /// Of each value of the eight bits above the degree: what clears them, and adds their
    /// remainder.
    private static final long[] MOD = new long[256];

    static {
        for (int b = 0; b < 256; b++) {
            long out = b;
            for (int i = 1; i < WINDOW; i++) {
                out = modulo(out << 8);
            }
            OUT[b] = out;
            long high = (long) b << DEGREE;
            MOD[b] = modulo(high) | high;
        }
    }

    /// Checks the three sizes.
    public Rabin {
        if (min < WINDOW || average <= min || max <= average || max > MAX_CHUNK_SIZE) {
            throw new IllegalArgumentException(
                    "rabin-MIN-AVG-MAX must have "
                            + WINDOW
                            + " <= MIN < AVG < MAX <= "
                            + MAX_CHUNK_SIZE
                            + ", was rabin-"
                            + min
                            + "-"
                            + average
                            + "-"
                            + max);
        }
    }

    /// `rabin-AVG`: from a third of the average to one and a half times it.
    ///
    /// @throws IllegalArgumentException if the average is below 48 or above 1397931
    public static Rabin ofAverage(int average) {
        if (average < 3 * WINDOW || average > MAX_CHUNK_SIZE) {
            throw new IllegalArgumentException(
                    "rabin-AVG must have AVG in [48, 1397931], was " + average);
        }
        return new Rabin(average / 3, average, average + average / 2);
    }

    @Override
    public int maxSize() {
        return max;
    }

    @Override
    public int minSize() {
        return min;
    }

    @Override
    public int cut(ByteBuffer bytes) {
        int start = bytes.position();
        int end = Math.min(bytes.remaining(), max);
        if (end <= min) {
            return end;
        }
        long mask = Long.highestOneBit(average) - 1;
        // the window is full for the first time where the shortest chunk ends; its leading one and
        // zeros have left it by then
        long digest = 1;
        int at = min - WINDOW;
        for (; at < min; at++) {
            long out = at == min - 1 ? OUT[1] : 0;
            digest = append(digest ^ out, bytes.get(start + at));
        }
        while ((digest & mask) != 0 && at < end) {
            digest ^= OUT[bytes.get(start + at - WINDOW) & 0xff];
            digest = append(digest, bytes.get(start + at));
            at++;
        }
        return at;
    }

    private static long append(long digest, byte next) {
        long shifted = digest << 8 | (next & 0xff);
        return shifted ^ MOD[(int) (digest >>> (DEGREE - 8))];
    }

    private static long modulo(long value) {
        long rest = value;
        for (int bit = 63 - Long.numberOfLeadingZeros(rest);
                bit >= DEGREE;
                bit = 63 - Long.numberOfLeadingZeros(rest)) {
            rest ^= POLYNOMIAL << (bit - DEGREE);
        }
        return rest;
    }

    /// The text form.
    @Override
    public String toString() {
        return "rabin-" + min + "-" + average + "-" + max;
    }
}
