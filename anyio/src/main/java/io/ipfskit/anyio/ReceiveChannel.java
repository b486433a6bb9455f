package io.ipfskit.anyio;

/// A handle on the receiving end of a [Channel]; counted by [#copy()] and [#close()]. When the last
/// one closes, senders fail with [BrokenResource].
///
/// @param <T> the items
public final class ReceiveChannel<T> implements AutoCloseable {
    private final ChannelCore<T> core;

    // Guarded by core.
    private boolean closed;

    ReceiveChannel(ChannelCore<T> core) {
        this.core = core;
        core.receiverOpened();
    }

    /// Receives the next item, waiting for it.
    ///
    /// @throws EndOfChannel when every sender is closed and nothing is left
    /// @throws ClosedResource when this handle is closed
    public T receive() throws InterruptedException {
        T item = core.receive(this);
        if (item == null) {
            throw new EndOfChannel();
        }
        return item;
    }

    /// Receives the next item or the end, waiting for either.
    ///
    /// @throws ClosedResource when this handle is closed
    public ReceiveResult<T> receiveOrEnd() throws InterruptedException {
        T item = core.receive(this);
        return item == null ? new ReceiveResult.End<>() : new ReceiveResult.Received<>(item);
    }

    /// Receives without waiting. From any thread.
    ///
    /// @throws ClosedResource when this handle is closed
    public ReceiveResult<T> tryReceive() {
        return core.tryReceive(this);
    }

    /// Receives until the end.
    public <X extends Exception> void forEach(ItemConsumer<? super T, X> consumer)
            throws X, InterruptedException {
        for (T item = core.receive(this); item != null; item = core.receive(this)) {
            consumer.accept(item);
        }
    }

    /// Returns another handle, to be closed on its own.
    ///
    /// @throws ClosedResource when this handle is closed
    public ReceiveChannel<T> copy() {
        synchronized (core) {
            requireOpen();
            return new ReceiveChannel<>(core);
        }
    }

    /// Closes this handle; a second time has no effect. A receive that waits through this handle
    /// fails with [ClosedResource]. From any thread.
    @Override
    public void close() {
        synchronized (core) {
            if (!closed) {
                closed = true;
                core.receiverClosed(this);
            }
        }
    }

    /// Returns the state of the channel now.
    public ChannelStatistics statistics() {
        return core.statistics();
    }

    void requireOpen() {
        if (closed) {
            throw new ClosedResource("this receiving handle was closed");
        }
    }
}
