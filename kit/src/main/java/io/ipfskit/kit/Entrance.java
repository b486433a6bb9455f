package io.ipfskit.kit;

import io.ipfskit.anyio.AnyIO;
import io.ipfskit.anyio.Blocking;
import io.ipfskit.anyio.CancelScope;
import io.ipfskit.anyio.ClosedResource;
import io.ipfskit.anyio.Deadline;
import io.ipfskit.anyio.OnCancel;
import io.ipfskit.anyio.Portal;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;

/// The way into the kit's run for whoever calls: directly for tasks of that run, by the portal for
/// other threads and tasks of other runs.
final class Entrance {
    private final Portal portal;
    private volatile boolean closed;

    Entrance(Portal portal) {
        this.portal = portal;
    }

    /// Whether the caller is a task of the kit's run.
    boolean isInside() {
        return AnyIO.isInside() && AnyIO.current() == portal.run();
    }

    /// Runs `body` in the kit's run and waits. A cancelled or interrupted caller cancels it and
    /// waits for its end.
    <T extends @Nullable Object> T enter(Callable<T> body) throws InterruptedException {
        if (closed) {
            throw new ClosedResource("the kit is closed");
        }
        try {
            if (isInside()) {
                return body.call();
            }
            if (AnyIO.isInside()) {
                return Blocking.call(() -> portal.call(body), OnCancel.INTERRUPT);
            }
            return portal.call(body);
        } catch (RuntimeException | InterruptedException e) {
            if (e instanceof CancellationException
                    || (e instanceof IllegalStateException
                            && closed
                            && !(e instanceof ClosedResource))) {
                throw new ClosedResource("the kit was closed during the call");
            }
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("a call of the kit threw " + e, e);
        }
    }

    /// The smaller of `timeout` and what the caller has left, where that does not come along by
    /// itself.
    @Nullable Duration limit(@Nullable Duration timeout) {
        if (!AnyIO.isInside() || isInside()) {
            return timeout;
        }
        Deadline deadline = CancelScope.effectiveDeadline();
        if (deadline.isNone()) {
            return timeout;
        }
        Duration left = deadline.remaining();
        return timeout == null || left.compareTo(timeout) < 0 ? left : timeout;
    }

    /// Refuses further callers.
    void close() {
        closed = true;
    }
}
