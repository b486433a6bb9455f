package io.ipfskit.anyio.sim;

import java.time.Duration;
import java.util.Objects;

/// How one way between two hosts behaves while nothing is broken.
///
/// Loss, reordering and duplication are decided by the run's randomness, packet by packet. Streams
/// stay ordered and whole, as TCP keeps them: a lost packet of a stream is sent again and costs
/// time. Reordering and duplication are seen by datagrams only.
///
/// @param latency what a packet takes at least; not negative
/// @param jitter what it takes at most beside that, evenly spread; not negative
/// @param bytesPerSecond bandwidth, 1 or more
/// @param loss chance that a packet is lost, 0 to 1
/// @param reorder chance that a datagram is held back and overtaken by others, 0 to 1
/// @param duplicate chance that a datagram arrives twice, 0 to 1
public record Link(
        Duration latency,
        Duration jitter,
        long bytesPerSecond,
        double loss,
        double reorder,
        double duplicate) {
    /// Between machines of one room: 200 to 300 µs, 1 Gbit/s, nothing lost.
    public static final Link LOCAL =
            new Link(Duration.ofNanos(200_000), Duration.ofNanos(100_000), 125_000_000, 0, 0, 0);

    /// Across a continent: 20 to 35 ms, 100 Mbit/s; 1 packet in 1,000 is lost, 1 in 200 overtaken,
    /// 1 in 1,000 doubled.
    public static final Link WIDE =
            new Link(Duration.ofMillis(20), Duration.ofMillis(15), 12_500_000, 0.001, 0.005, 0.001);

    /// Within one host: 10 to 20 µs, 8 Gbit/s, nothing lost.
    public static final Link LOOPBACK =
            new Link(Duration.ofNanos(10_000), Duration.ofNanos(10_000), 1_000_000_000, 0, 0, 0);

    /// Checks the ranges.
    public Link {
        if (Objects.requireNonNull(latency, "latency").isNegative()) {
            throw new IllegalArgumentException("a latency must not be negative, was " + latency);
        }
        if (Objects.requireNonNull(jitter, "jitter").isNegative()) {
            throw new IllegalArgumentException("a jitter must not be negative, was " + jitter);
        }
        if (bytesPerSecond < 1) {
            throw new IllegalArgumentException(
                    "a link carries at least 1 byte a second, was " + bytesPerSecond);
        }
        requireChance("loss", loss);
        requireChance("reorder", reorder);
        requireChance("duplicate", duplicate);
    }

    /// Returns the link with another latency and jitter.
    public Link withLatency(Duration least, Duration spread) {
        return new Link(least, spread, bytesPerSecond, loss, reorder, duplicate);
    }

    /// Returns the link with another bandwidth, in bytes per second.
    public Link withBandwidth(long rate) {
        return new Link(latency, jitter, rate, loss, reorder, duplicate);
    }

    /// Returns the link with another chance of loss.
    public Link withLoss(double chance) {
        return new Link(latency, jitter, bytesPerSecond, chance, reorder, duplicate);
    }

    /// Returns the link with another chance of a datagram to be overtaken.
    public Link withReorder(double chance) {
        return new Link(latency, jitter, bytesPerSecond, loss, chance, duplicate);
    }

    /// Returns the link with another chance of a datagram to arrive twice.
    public Link withDuplicate(double chance) {
        return new Link(latency, jitter, bytesPerSecond, loss, reorder, chance);
    }

    private static void requireChance(String name, double chance) {
        if (!(chance >= 0 && chance <= 1)) {
            throw new IllegalArgumentException(name + " is within 0 and 1, was " + chance);
        }
    }
}
