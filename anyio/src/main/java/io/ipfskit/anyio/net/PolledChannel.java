package io.ipfskit.anyio.net;

import io.ipfskit.anyio.ClosedResource;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/// A non-blocking channel of a run, counted there while it is open, with what its tasks wait for.
final class PolledChannel {
    private static final System.Logger LOG = System.getLogger(PolledChannel.class.getName());

    private final Sockets sockets;
    private final SelectableChannel channel;
    private final String name;
    private final Runnable afterClose;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final List<Interest> interests = new ArrayList<>(2);

    // Guarded by this. Null until somebody waits.
    private @Nullable SelectionKey key;

    /// Takes the channel over: it is closed here when that fails.
    ///
    /// @param afterClose removes what is left of the address
    PolledChannel(Sockets sockets, SelectableChannel channel, String name, Runnable afterClose)
            throws IOException {
        this.sockets = sockets;
        this.channel = channel;
        this.name = name;
        this.afterClose = afterClose;
        try {
            channel.configureBlocking(false);
            sockets.opened(this);
        } catch (IOException | RuntimeException failed) {
            channel.close();
            throw failed;
        }
    }

    Sockets sockets() {
        return sockets;
    }

    boolean isClosed() {
        return closed.get();
    }

    void requireOpen() {
        if (closed.get()) {
            throw closedResource();
        }
    }

    ClosedResource closedResource() {
        return new ClosedResource(name + " is closed");
    }

    /// Adds what tasks may wait for; before anybody waits.
    void add(Interest interest) {
        interests.add(interest);
    }

    /// Has the poller watch for `op`, too.
    ///
    /// @throws ClosedChannelException when the channel is closed
    void arm(int op) throws ClosedChannelException {
        synchronized (this) {
            SelectionKey registered = key;
            if (registered == null) {
                registered = sockets.poller().register(channel, this);
                key = registered;
            }
            try {
                registered.interestOpsOr(op);
            } catch (CancelledKeyException gone) {
                throw (ClosedChannelException) new ClosedChannelException().initCause(gone);
            }
        }
        sockets.poller().wake();
    }

    /// The poller's thread: something can be done.
    void ready(SelectionKey fired) {
        int ops;
        try {
            ops = fired.readyOps();
        } catch (CancelledKeyException closedMeanwhile) {
            return; // who closed it wakes who waits
        }
        for (Interest interest : interests) {
            if ((ops & interest.op()) != 0) {
                interest.ready(fired);
            }
        }
    }

    /// Closes the channel and wakes who waits; false when it was closed before.
    boolean close() {
        if (!closed.compareAndSet(false, true)) {
            return false;
        }
        sockets.closed(this); // first, so that whoever is woken finds it gone
        try {
            channel.close();
        } catch (IOException failed) {
            LOG.log(Level.WARNING, "closing " + name + " failed", failed);
        }
        if (isRegistered()) {
            sockets.poller().wake();
        }
        for (Interest interest : interests) {
            interest.closed();
        }
        afterClose.run();
        return true;
    }

    /// As [#close], and returns when the address is free.
    void closeAndFree() {
        if (close() && isRegistered()) {
            sockets.poller().awaitLetGo();
        }
    }

    private synchronized boolean isRegistered() {
        return key != null;
    }

    @Override
    public String toString() {
        return name;
    }
}
