package io.ipfskit.mcp;

import io.ipfskit.anyio.Channel;
import io.ipfskit.anyio.Lock;
import io.ipfskit.anyio.Time;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

/// The progress of one call on its way to the client: a slow client sees the newest value and slows
/// nothing, a fast tool sends at most one notification per [#PAUSE].
final class ProgressFeed {
    private static final Duration PAUSE = Duration.ofMillis(100);

    private record Value(double done, double total, @Nullable String message) {}

    private final RequestId token;
    private final Outlet outlet;
    private final AtomicReference<@Nullable Value> newest = new AtomicReference<>();
    private final Channel<Boolean> wake = Channel.open(1);

    /// Held while a notification is sent, so that [#finish] leaves no half-sent one behind.
    private final Lock sending = new Lock();

    /// Invariant: grows. "The progress value MUST increase with each notification." Guarded by
    /// `sending`, as is `finished`.
    private double sent = Double.NEGATIVE_INFINITY;

    private boolean finished;

    ProgressFeed(RequestId token, Outlet outlet) {
        this.token = token;
        this.outlet = outlet;
    }

    /// Any task; never blocks.
    void report(double done, double total, @Nullable String message) {
        newest.set(new Value(done, total, message));
        wake.sender().trySend(Boolean.TRUE);
    }

    /// Sends values until cancelled: the body of a service task.
    @Nullable Void pump() throws InterruptedException {
        while (true) {
            wake.receiver().receive();
            send(false);
            Time.sleep(PAUSE);
        }
    }

    /// Sends the last value, so that a finished call was seen to finish, and nothing afterwards.
    void finish() throws InterruptedException {
        send(true);
    }

    private void send(boolean last) throws InterruptedException {
        sending.lock();
        try {
            Value value = newest.getAndSet(null);
            if (!finished && value != null && value.done > sent) {
                sent = value.done;
                outlet.send(Wire.notification("notifications/progress", params(value)));
            }
            finished |= last;
        } catch (IOException gone) {
            finished = true; // the transport notices by itself and cancels the call
        } finally {
            sending.unlock();
        }
    }

    private ObjectNode params(Value value) {
        ObjectNode params = Wire.NODES.objectNode().set("progressToken", token.toJson());
        params.put("progress", value.done);
        if (value.total >= 0) {
            params.put("total", value.total);
        }
        if (value.message != null) {
            params.put("message", value.message);
        }
        return params;
    }
}
