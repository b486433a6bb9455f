package io.ipfskit.anyio.net;

import io.ipfskit.anyio.CancelScope;
import io.ipfskit.anyio.Event;
import io.ipfskit.anyio.TaskFailed;
import io.ipfskit.anyio.TaskGroup;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;

/// Dials a host by all its addresses (RFC 8305).
///
/// The families alternate, beginning with that of the resolver's first address (section 4). Each
/// attempt begins when the one before it has failed, or has had its delay (section 5). The first
/// stream wins; all others are closed, also one that connected in the same moment.
final class HappyEyeballs {
    private final Sockets sockets;
    private final Address.Inet address;
    private final DialOptions options;

    /// The stream that won.
    private final AtomicReference<@Nullable RealStream> winner = new AtomicReference<>();

    HappyEyeballs(Sockets sockets, Address.Inet address, DialOptions options) {
        this.sockets = sockets;
        this.address = address;
        this.options = options;
    }

    RealStream dial() throws IOException, InterruptedException {
        return dial(SocketAddresses.resolve(address));
    }

    /// Dials what the name stands for.
    ///
    /// @param resolved in the resolver's order, not empty
    RealStream dial(List<InetSocketAddress> resolved) throws IOException, InterruptedException {
        List<InetSocketAddress> targets =
                alternate(resolved).stream().limit(options.attempts()).toList();
        if (targets.size() == 1) {
            try {
                return attempt(targets.getFirst());
            } catch (IOException failed) {
                throw nobody(List.of(failed));
            }
        }
        boolean isDone = false;
        try {
            TaskGroup.race(runners(targets, options.attemptDelay()));
            isDone = true;
            return Objects.requireNonNull(winner.get()); // who ended first may be a loser
        } catch (TaskFailed allFailed) {
            List<Throwable> failures = new ArrayList<>();
            failures.add(allFailed.getCause());
            failures.addAll(List.of(allFailed.getSuppressed()));
            throw nobody(failures);
        } finally {
            RealStream won = winner.get();
            if (won != null && !isDone) {
                won.close();
            }
        }
    }

    /// Orders addresses so that the families alternate, each in its own order.
    static List<InetSocketAddress> alternate(List<InetSocketAddress> resolved) {
        boolean firstIsV6 = SocketAddresses.isV6(resolved.getFirst());
        List<InetSocketAddress> first = new ArrayList<>();
        List<InetSocketAddress> second = new ArrayList<>();
        for (InetSocketAddress one : resolved) {
            (SocketAddresses.isV6(one) == firstIsV6 ? first : second).add(one);
        }
        List<InetSocketAddress> ordered = new ArrayList<>(resolved.size());
        for (int i = 0; i < Math.max(first.size(), second.size()); i++) {
            if (i < first.size()) {
                ordered.add(first.get(i));
            }
            if (i < second.size()) {
                ordered.add(second.get(i));
            }
        }
        return ordered;
    }

    private List<Callable<RealStream>> runners(List<InetSocketAddress> targets, Duration delay) {
        List<Callable<RealStream>> runners = new ArrayList<>();
        Attempt before = null;
        for (InetSocketAddress target : targets) {
            Attempt attempt = new Attempt(target, before, delay);
            runners.add(attempt);
            before = attempt;
        }
        return runners;
    }

    private final class Attempt implements Callable<RealStream> {
        private final InetSocketAddress target;
        private final @Nullable Attempt before;
        private final Duration delay;
        private final Event begun = new Event();
        private final Event failed = new Event();

        Attempt(InetSocketAddress target, @Nullable Attempt before, Duration delay) {
            this.target = target;
            this.before = before;
            this.delay = delay;
        }

        @Override
        public RealStream call() throws IOException, InterruptedException {
            if (before != null) {
                before.begun.await();
                CancelScope.moveOnAfter(
                        delay,
                        _ -> {
                            before.failed.await();
                            return 0;
                        });
            }
            begun.set();
            RealStream stream;
            try {
                stream = attempt(target);
            } catch (IOException refused) {
                failed.set();
                throw refused;
            }
            if (!winner.compareAndSet(null, stream)) {
                stream.close();
            }
            return stream;
        }
    }

    private RealStream attempt(InetSocketAddress target) throws IOException, InterruptedException {
        SocketChannel channel;
        try {
            channel = SocketChannel.open(SocketAddresses.family(target));
        } catch (UnsupportedOperationException noSuchFamily) {
            throw new SocketException(target + ": this host has no IPv6");
        }
        RealStream stream = new RealStream(sockets, channel, String.valueOf(address));
        boolean isConnected = false;
        try {
            if (!stream.connect(target)) {
                stream.awaitConnected();
            }
            stream.connected(options.isNoDelay(), options.isKeepAlive());
            isConnected = true;
            return stream;
        } catch (IOException failed) {
            ConnectException named =
                    new ConnectException(
                            target.getAddress().getHostAddress() + ": " + failed.getMessage());
            named.initCause(failed);
            throw named;
        } finally {
            if (!isConnected) {
                stream.close();
            }
        }
    }

    private ConnectException nobody(List<? extends @Nullable Throwable> failures) {
        StringBuilder message = new StringBuilder("cannot connect to " + address);
        for (Throwable failure : failures) {
            if (failure != null) {
                message.append("; ").append(failure.getMessage());
            }
        }
        ConnectException nobody = new ConnectException(message.toString());
        for (Throwable failure : failures) {
            if (failure != null) {
                nobody.addSuppressed(failure);
            }
        }
        return nobody;
    }
}
