package io.ipfskit.anyio.net;

import io.ipfskit.anyio.Checkpoint;
import io.ipfskit.anyio.WaitPoint;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;

/// One thing that tasks wait for on a channel: bytes to read, room to write, a connection.
///
/// **The poller does it for the waiter.** While a task waits, the poller itself tries what the task
/// wants, holding the monitor of [#point], and hands the outcome over. So a wait that is cancelled
/// has taken nothing, and after the attempt the system has nothing more to tell: the interest can
/// stay registered for the next wait without firing in between, which saves two calls into the
/// system and a wake-up of the poller for each wait. It is given up when it fires while nobody
/// waits.
///
/// **A second try.** On a busy machine the answer of a peer is often there once others have run.
/// How often that was so decides whether a task lets others run and tries again before it waits;
/// and, where the poller is a strand of the loop so that a wait costs no hand-over between threads,
/// whether it tries to read at all before it waits.
final class Interest {
    /// Something that may not be possible yet.
    interface Attempt {
        /// Tries it; returns null when it is not possible yet.
        @Nullable Object tryNow() throws IOException;
    }

    private record Failed(Throwable failure) {
        /// Throws it.
        IOException thrown() throws IOException {
            switch (failure) {
                case IOException io -> throw io;
                case RuntimeException unchecked -> throw unchecked;
                case Error error -> throw error;
                default -> throw new IllegalStateException(failure);
            }
        }
    }

    private static final Object CLOSED = new Object();
    private static final int CREDIT_MAX = 32;
    private static final int PROBE_EVERY = 64;

    private final PolledChannel channel;
    private final int op;
    private final boolean staysReady;
    private final String what;
    private final boolean isWatchedByStrand;
    private final WaitPoint point = new WaitPoint();

    // Guarded by point.
    private boolean armed;
    private @Nullable Attempt attempt;

    // A guess, so no matter who sees which value.
    private int credit = CREDIT_MAX / 2;
    private int waits;

    /// Makes an interest of the channel.
    ///
    /// @param op one of the bits of [java.nio.channels.SelectionKey]
    /// @param staysReady whether it goes on to be possible after an attempt, as writing does: then
    ///   it is registered for one wait at a time
    /// @param what the name of the wait, for people
    Interest(PolledChannel channel, int op, boolean staysReady, String what) {
        this.channel = channel;
        this.op = op;
        this.staysReady = staysReady;
        this.what = what;
        this.isWatchedByStrand = channel.sockets().isWatchedByStrand();
        channel.add(this);
    }

    int op() {
        return op;
    }

    /// Waits until the attempt, which was not possible just now, is; returns its outcome.
    ///
    /// @throws io.ipfskit.anyio.ClosedResource when the channel is closed meanwhile
    /// @throws InterruptedException when cancelled; then the attempt was not made, or not possible
    Object await(Attempt wanted) throws IOException, InterruptedException {
        if (isLikely()) {
            Checkpoint.now();
            Object outcome = learned(tryNow(wanted));
            if (outcome != null) {
                return outcome;
            }
        }
        Object outcome;
        try {
            outcome = point.await(what, () -> begin(wanted));
        } catch (InterruptedException cancelled) {
            synchronized (point) {
                forgetIfAlone();
            }
            throw cancelled;
        }
        if (outcome == CLOSED) {
            throw channel.closedResource();
        }
        if (outcome instanceof Failed failed) {
            throw failed.thrown();
        }
        if (outcome == null) {
            throw new IllegalStateException("woken without an outcome");
        }
        return outcome;
    }

    /// Tries now, unless that is likely in vain and waiting costs less.
    @Nullable Object tryIfLikely(Attempt wanted) throws IOException {
        if (!isWatchedByStrand) {
            return tryNow(wanted);
        }
        return isLikely() ? learned(tryNow(wanted)) : null;
    }

    private boolean isLikely() {
        return credit > 0 || ++waits % PROBE_EVERY == 0;
    }

    private @Nullable Object learned(@Nullable Object outcome) {
        credit = outcome == null ? Math.max(0, credit - 1) : Math.min(CREDIT_MAX, credit + 2);
        return outcome;
    }

    /// Tries now.
    @Nullable Object tryNow(Attempt wanted) throws IOException {
        channel.requireOpen();
        try {
            return wanted.tryNow();
        } catch (ClosedChannelException closedMeanwhile) {
            throw channel.closedResource();
        }
    }

    /// Runs holding the monitor of the point, the caller standing in line.
    private void begin(Attempt wanted) {
        attempt = wanted;
        if (channel.isClosed()) {
            point.wakeAll(CLOSED);
        } else if (!armed) {
            try {
                channel.arm(op);
                armed = true;
            } catch (ClosedChannelException closedMeanwhile) {
                point.wakeAll(CLOSED);
            }
        }
    }

    /// The poller's thread: it may be possible now.
    void ready(SelectionKey key) {
        synchronized (point) {
            Attempt wanted = attempt;
            if (!point.isWaiting() || wanted == null) {
                attempt = null;
                disarm(key);
                return;
            }
            Object outcome;
            try {
                outcome = wanted.tryNow();
            } catch (ClosedChannelException closedMeanwhile) {
                outcome = CLOSED;
            } catch (Throwable failed) { // it is the waiter's, whatever it is
                outcome = new Failed(failed);
            }
            if (outcome == null) {
                return;
            }
            if (staysReady) {
                disarm(key);
            }
            point.wakeFirst(outcome);
            forgetIfAlone();
        }
    }

    /// Lets go of what the last wait was about, its buffers with it. Holding the monitor of the
    /// point.
    private void forgetIfAlone() {
        if (!point.isWaiting()) {
            attempt = null;
        }
    }

    /// Holding the monitor of the point, so that no wait that begins is forgotten.
    private void disarm(SelectionKey key) {
        armed = false;
        try {
            key.interestOpsAnd(~op);
        } catch (CancelledKeyException closedMeanwhile) {
            // no interest left
        }
    }

    /// The channel is closed.
    void closed() {
        point.wakeAll(CLOSED);
        synchronized (point) {
            forgetIfAlone();
        }
    }
}
