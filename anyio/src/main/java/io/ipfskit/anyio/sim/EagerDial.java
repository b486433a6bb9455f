package io.ipfskit.anyio.sim;

import io.ipfskit.anyio.CancelScope;
import io.ipfskit.anyio.Event;
import io.ipfskit.anyio.TaskGroup;
import io.ipfskit.anyio.net.Address;
import io.ipfskit.anyio.net.ByteStream;
import io.ipfskit.anyio.net.DialOptions;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.ConnectException;
import java.util.ArrayList;
import java.util.List;

/// A dial to a name of several addresses (RFC 8305): the next attempt begins when one failed or
/// after a while, the first to connect wins.
final class EagerDial {
    private final SimHost host;
    private final Address.Inet name;
    private final List<Address.Inet> targets;
    private final DialOptions options;

    // Guarded by this.
    private final List<IOException> failures = new ArrayList<>();
    private @Nullable ByteStream winner;

    EagerDial(SimHost host, Address.Inet name, List<Address.Inet> targets, DialOptions options) {
        this.host = host;
        this.name = name;
        this.targets = targets;
        this.options = options;
    }

    /// Returns the first stream that connects.
    ///
    /// @throws ConnectException when none does, the failures suppressed
    ByteStream first() throws IOException, InterruptedException {
        try {
            TaskGroup.open(
                    "dial " + name,
                    group -> {
                        for (Address.Inet target : targets) {
                            Event ended = new Event("network dial");
                            group.fork(
                                    "dial " + target,
                                    () -> {
                                        attempt(group, target, ended);
                                        return 0;
                                    });
                            CancelScope.moveOnAfter(
                                    options.attemptDelay(),
                                    _ -> {
                                        ended.await();
                                        return 0;
                                    });
                        }
                        return 0;
                    });
        } catch (InterruptedException | RuntimeException | Error ended) {
            synchronized (this) {
                if (winner != null) {
                    winner.abort();
                }
            }
            throw ended;
        }
        synchronized (this) {
            if (winner != null) {
                return winner;
            }
            StringBuilder message =
                    new StringBuilder(host.name() + " to " + name + ": nobody answers");
            failures.forEach(failure -> message.append("; ").append(failure.getMessage()));
            ConnectException none = new ConnectException(message.toString());
            failures.forEach(none::addSuppressed);
            throw none;
        }
    }

    private void attempt(TaskGroup group, Address.Inet target, Event ended)
            throws InterruptedException {
        try {
            ByteStream stream = host.dialOne(target, options.isKeepAlive());
            synchronized (this) {
                if (winner != null) {
                    stream.abort();
                    return;
                }
                winner = stream;
            }
            group.cancel("connected to " + target);
        } catch (IOException failed) {
            synchronized (this) {
                failures.add(failed);
            }
        } finally {
            ended.set();
        }
    }
}
