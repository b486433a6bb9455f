package io.ipfskit.anyio;

/// A queue between tasks, as its two ends. Items arrive in order; an item is delivered or still
/// with the sender, never lost and never doubled, also when either side is cancelled.
///
/// Capacity 0 is a rendezvous: `send` waits until a receiver has taken the item.
///
/// @param sender the sending end, one open handle
/// @param receiver the receiving end, one open handle
/// @param <T> the items, never null
public record Channel<T>(SendChannel<T> sender, ReceiveChannel<T> receiver) {
    /// A capacity without bound. Say why where you use it.
    public static final int UNLIMITED = Integer.MAX_VALUE;

    /// Opens a channel.
    ///
    /// @throws IllegalArgumentException when the capacity is negative
    public static <T> Channel<T> open(int capacity) {
        if (capacity < 0) {
            throw new IllegalArgumentException(
                    "the capacity must not be negative, was " + capacity);
        }
        return ends(new ChannelCore<>(capacity, false));
    }

    /// Opens a channel that keeps only the newest item: `send` never waits and replaces what was
    /// not received, as for progress.
    public static <T> Channel<T> conflated() {
        return ends(new ChannelCore<>(1, true));
    }

    private static <T> Channel<T> ends(ChannelCore<T> core) {
        return new Channel<>(new SendChannel<>(core), new ReceiveChannel<>(core));
    }
}
