package io.ipfskit.anyio;

import java.util.UUID;

/// The randomness of the run: cryptographically strong on every backend but `sim`, where the seed
/// decides.
public final class Rng {
    private Rng() {}

    /// Returns `count` random bytes.
    ///
    /// @throws IllegalStateException outside a run
    public static byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        Run.ofCaller().kernel().random().nextBytes(bytes);
        return bytes;
    }

    /// Returns a random number of any value.
    public static long nextLong() {
        return Run.ofCaller().kernel().random().nextLong();
    }

    /// Returns a random number from 0 to `bound`, without `bound`.
    ///
    /// @throws IllegalArgumentException when the bound is not positive
    public static int nextInt(int bound) {
        return Run.ofCaller().kernel().random().nextInt(bound);
    }

    /// Returns a random UUID (version 4).
    public static UUID uuid() {
        long high = (nextLong() & ~0xF000L) | 0x4000L;
        long low = (nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }
}
