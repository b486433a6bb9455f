package io.ipfskit.kit.remote;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/// Waits until a non-blocking channel can be read, or written. For one thread at a time; closing it
/// from another ends the wait.
final class Readiness {
    private final SocketChannel channel;
    private final int operation;

    // Guarded by this.
    private @Nullable Selector selector;
    private boolean closed;

    /// @param operation one of those of [java.nio.channels.SelectionKey]
    Readiness(SocketChannel channel, int operation) {
        this.channel = channel;
        this.operation = operation;
    }

    /// Waits; gives the operation.
    ///
    /// @throws IOException when the channel was closed
    int await() throws IOException {
        Selector waiting = open();
        try {
            waiting.select();
            waiting.selectedKeys().clear();
        } catch (ClosedSelectorException gone) {
            throw new IOException("the connection was closed", gone);
        }
        return operation;
    }

    private synchronized Selector open() throws IOException {
        if (closed) {
            throw new IOException("the connection was closed");
        }
        Selector open = selector;
        if (open == null) {
            open = Selector.open();
            selector = open;
            channel.register(open, operation);
        }
        return open;
    }

    synchronized void close() throws IOException {
        closed = true;
        if (selector != null) {
            selector.close();
        }
    }
}
