package io.ipfskit.server.http;

import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;

/// A connector whose connections are [WatchfulEndPoint]s, looked at in turn five times a second
/// while their requests are being handled. Requests that end sooner cost nothing.
final class WatchfulConnector extends ServerConnector {
    private static final long LOOK_PERIOD_MILLIS = 200;

    private final ByteBuffer scratch =
            ByteBuffer.allocateDirect(WatchfulEndPoint.READ_AHEAD_BYTES_MAX);
    private volatile Scheduler.@Nullable Task nextRound;
    private volatile long rounds;

    WatchfulConnector(Server server, int acceptors, int selectors, ConnectionFactory... factories) {
        super(server, null, null, null, acceptors, selectors, factories);
    }

    @Override
    protected SocketChannelEndPoint newEndPoint(
            SocketChannel channel, ManagedSelector selector, SelectionKey key) {
        SocketChannelEndPoint endPoint =
                new WatchfulEndPoint(channel, selector, key, getScheduler(), getExecutor());
        endPoint.setIdleTimeout(getIdleTimeout());
        return endPoint;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        scheduleRound();
    }

    @Override
    protected void doStop() throws Exception {
        Scheduler.Task round = nextRound;
        nextRound = null;
        if (round != null) {
            round.cancel();
        }
        super.doStop();
    }

    private void scheduleRound() {
        nextRound = getScheduler().schedule(this::round, LOOK_PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    }

    /// How many rounds of looking have ended.
    long rounds() {
        return rounds;
    }

    /// Rounds never overlap: the next one is scheduled when this one ends.
    @SuppressWarnings("NonAtomicVolatileUpdate") // rounds do not overlap
    private void round() {
        try {
            for (EndPoint endPoint : getConnectedEndPoints()) {
                if (endPoint instanceof WatchfulEndPoint watchful) {
                    watchful.look(scratch);
                }
            }
        } finally {
            rounds++;
            if (nextRound != null) {
                scheduleRound();
            }
        }
    }
}
