package io.ipfskit.anyio;

/// The real monotonic clock of this process, from zero when anyio was loaded.
final class MonotonicClock {
    private static final long ORIGIN = System.nanoTime();

    private MonotonicClock() {}

    static long now() {
        return System.nanoTime() - ORIGIN;
    }
}
