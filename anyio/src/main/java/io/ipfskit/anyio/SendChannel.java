package io.ipfskit.anyio;

import java.util.Objects;

/// A handle on the sending end of a [Channel]; counted by [#copy()] and [#close()]. When the last
/// one closes, receivers drain the buffer and then see the end.
///
/// A task that is cancelled before it ran never runs its body: whoever makes a copy for a task also
/// closes it when the task has ended, or else receivers wait for an end that never comes.
///
/// @param <T> the items
public final class SendChannel<T> implements AutoCloseable {
    private final ChannelCore<T> core;

    // Guarded by core.
    private boolean closed;

    SendChannel(ChannelCore<T> core) {
        this.core = core;
        core.senderOpened();
    }

    /// Sends an item, waiting for room or for a receiver.
    ///
    /// @throws BrokenResource when no receiver is left
    /// @throws ClosedResource when this handle is closed
    public void send(T item) throws InterruptedException {
        core.send(this, Objects.requireNonNull(item, "item"));
    }

    /// Sends an item if that needs no waiting. From any thread.
    ///
    /// @throws ClosedResource when this handle is closed
    public SendResult trySend(T item) {
        return core.trySend(this, Objects.requireNonNull(item, "item"));
    }

    /// Waits until no receiver is left: whoever makes items at a cost stops then, also while there
    /// is nothing to send.
    ///
    /// @throws ClosedResource when this handle is closed, also meanwhile
    public void awaitBroken() throws InterruptedException {
        core.awaitBroken(this);
    }

    /// Returns another handle, to be closed on its own.
    ///
    /// @throws ClosedResource when this handle is closed
    public SendChannel<T> copy() {
        synchronized (core) {
            requireOpen();
            return new SendChannel<>(core);
        }
    }

    /// Closes this handle; a second time has no effect. A send that waits through this handle fails
    /// with [ClosedResource]. From any thread.
    @Override
    public void close() {
        synchronized (core) {
            if (!closed) {
                closed = true;
                core.senderClosed(this);
            }
        }
    }

    /// Returns the state of the channel now.
    public ChannelStatistics statistics() {
        return core.statistics();
    }

    void requireOpen() {
        if (closed) {
            throw new ClosedResource("this sending handle was closed");
        }
    }
}
