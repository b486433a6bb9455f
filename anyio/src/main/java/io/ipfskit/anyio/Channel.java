package io.ipfskit.anyio;

import org.jspecify.annotations.Nullable;

import java.util.Objects;

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

    /// Runs `producer` as a task that sends, and `consumer` with what it sends. The channel ends
    /// when the producer returns; when the consumer returns first, the producer is cancelled.
    ///
    /// @throws TaskFailed when the producer failed
    public static <T, R extends @Nullable Object, X extends Exception> R produce(
            int capacity, ProducerBody<T> producer, Body<ReceiveChannel<T>, R, X> consumer)
            throws X, InterruptedException {
        Objects.requireNonNull(producer, "producer");
        Channel<T> channel = Channel.open(capacity);
        try {
            return TaskGroup.open(
                    "produce",
                    group -> {
                        group.fork(
                                "producer",
                                () -> {
                                    try (SendChannel<T> sender = channel.sender()) {
                                        producer.produce(sender);
                                    }
                                    return 0;
                                });
                        R result = consumer.run(channel.receiver());
                        group.scope().cancel("the consumer has enough", CancelReasonClass.FINISHED);
                        return result;
                    });
        } finally {
            // only now: a producer that waits is to see the cancellation, not a broken channel
            channel.receiver().close();
        }
    }
}
