package io.ipfskit.anyio.adapt;

import io.ipfskit.anyio.BrokenResource;
import io.ipfskit.anyio.Channel;
import io.ipfskit.anyio.ClosedResource;
import io.ipfskit.anyio.ReceiveResult;
import io.ipfskit.anyio.SendChannel;
import io.ipfskit.anyio.SendResult;

import org.jspecify.annotations.Nullable;

import java.util.Objects;
import java.util.concurrent.Flow;

/// A subscriber that hands what it gets to a channel. The publisher's thread never waits: there is
/// room for all that was asked for.
final class ChannelSubscriber<T> implements Flow.Subscriber<T> {
    private final int demand;
    private final Channel<T> inbox;

    // Guarded by this.
    private Flow.@Nullable Subscription subscription;
    private @Nullable Throwable failure;
    private boolean isOver;

    ChannelSubscriber(int demand) {
        if (demand < 1) {
            throw new IllegalArgumentException("the demand must be at least 1, was " + demand);
        }
        this.demand = demand;
        this.inbox = Channel.open(demand);
    }

    // ---- the publisher's side ----

    @Override
    public void onSubscribe(Flow.Subscription given) {
        Objects.requireNonNull(given, "subscription");
        synchronized (this) {
            if (subscription == null && !isOver) {
                subscription = given;
            } else {
                given.cancel(); // rule 2.5, or cancelled before it began
                return;
            }
        }
        given.request(demand);
    }

    @Override
    public void onNext(T item) {
        Objects.requireNonNull(item, "item");
        try {
            if (inbox.sender().trySend(item) == SendResult.FULL) {
                cancel();
                end(new IllegalStateException("the publisher sent more than was asked for"));
            }
        } catch (ClosedResource _) {
            // rule 2.8: items may still come after the cancellation
        }
    }

    @Override
    public void onError(Throwable thrown) {
        end(Objects.requireNonNull(thrown, "thrown"));
    }

    @Override
    public void onComplete() {
        end(null);
    }

    private void end(@Nullable Throwable thrown) {
        synchronized (this) {
            isOver = true;
            if (failure == null) {
                failure = thrown;
            }
        }
        inbox.sender().close();
    }

    // ---- the tasks' side ----

    /// Hands items on until the end, and asks for more as they are taken.
    int handOn(SendChannel<T> out) throws Exception {
        int batch = Math.max(1, demand / 2);
        int taken = 0;
        while (inbox.receiver().receiveOrEnd() instanceof ReceiveResult.Received<T>(T item)) {
            try {
                out.send(item);
            } catch (BrokenResource _) {
                return 0; // the other task cancels
            }
            taken++;
            if (taken == batch) {
                request(taken);
                taken = 0;
            }
        }
        Throwable thrown;
        synchronized (this) {
            thrown = failure;
        }
        switch (thrown) {
            case null -> out.close();
            case Exception exception -> throw exception;
            case Error error -> throw error;
            default -> throw new IllegalStateException(thrown);
        }
        return 0;
    }

    /// Cancels upstream when the consumer closed its channel.
    int cancelWhenBroken(SendChannel<T> out) throws InterruptedException {
        try {
            out.awaitBroken();
        } catch (ClosedResource _) {
            return 0; // all was handed on
        }
        cancel();
        inbox.sender().close();
        return 0;
    }

    /// Cancels the subscription, once; a subscription that comes later is cancelled then.
    void cancel() {
        Flow.Subscription known;
        synchronized (this) {
            if (isOver) {
                return;
            }
            isOver = true;
            known = subscription;
        }
        if (known != null) {
            known.cancel();
        }
    }

    private void request(int items) {
        Flow.Subscription known;
        synchronized (this) {
            known = isOver ? null : subscription;
        }
        if (known != null) {
            known.request(items);
        }
    }
}
