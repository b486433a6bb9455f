package io.ipfskit.anyio.adapt;

import io.ipfskit.anyio.Body;
import io.ipfskit.anyio.Channel;
import io.ipfskit.anyio.ProducerBody;
import io.ipfskit.anyio.ReceiveChannel;
import io.ipfskit.anyio.TaskFailed;
import io.ipfskit.anyio.TaskGroup;

import org.jspecify.annotations.Nullable;

import java.util.Objects;
import java.util.concurrent.Flow;

/// Reactive streams seen as channels, and producers seen as publishers (the rules of Reactive
/// Streams 1.0.4, as `java.util.concurrent.Flow` has them).
public final class Publishers {
    private Publishers() {}

    /// Subscribes to a publisher for the time of `consumer`, which receives what it sends and then
    /// the end. Never more than `demand` items are asked for ahead of the consumer. The
    /// subscription is cancelled when the consumer returns, fails or is cancelled, and when it
    /// closes the channel.
    ///
    /// @param demand items that may be on their way at once, at least 1
    /// @throws TaskFailed when the publisher failed: the cause; the consumer, if it still runs, is
    ///   cancelled
    /// @throws X what the consumer throws
    public static <T, R extends @Nullable Object, X extends Exception> R subscribe(
            Flow.Publisher<T> publisher, int demand, Body<ReceiveChannel<T>, R, X> consumer)
            throws X, InterruptedException {
        Objects.requireNonNull(publisher, "publisher");
        ChannelSubscriber<T> subscriber = new ChannelSubscriber<>(demand);
        Channel<T> handed = Channel.open(0);
        try {
            return TaskGroup.open(
                    "subscription",
                    group -> {
                        publisher.subscribe(subscriber);
                        group.fork("subscriber", () -> subscriber.handOn(handed.sender()));
                        group.forkService(
                                "end of subscriber",
                                () -> subscriber.cancelWhenBroken(handed.sender()));
                        R result = consumer.run(handed.receiver());
                        group.cancel("the consumer has enough");
                        return result;
                    });
        } finally {
            subscriber.cancel();
            handed.receiver().close();
        }
    }

    /// Runs `body` with a publisher. Each subscriber gets a task and a run of the producer of its
    /// own, which begins when it subscribes; the producer's `send` waits for the subscriber's
    /// demand. All signals come from that task, one after the other.
    ///
    /// Leaving waits until every subscriber was served or has cancelled. A subscriber that comes
    /// later gets an error; so does one whose task is cancelled with the scope around it. On `sim`
    /// subscribers are tasks of the run.
    ///
    /// @throws X what the body throws
    public static <T, R extends @Nullable Object, X extends Exception> R publish(
            ProducerBody<T> producer, Body<Flow.Publisher<T>, R, X> body)
            throws X, InterruptedException {
        Objects.requireNonNull(producer, "producer");
        return Entrance.open(
                "publisher", entrance -> body.run(new TaskPublisher<>(entrance, producer)));
    }
}
