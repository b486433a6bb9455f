package io.ipfskit.anyio.net;

import io.ipfskit.anyio.Blocking;
import io.ipfskit.anyio.Time;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.BindException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;

/// UNIX sockets: their names in the file system, and queues that are full.
final class UnixSockets {
    private static final System.Logger LOG = System.getLogger(UnixSockets.class.getName());
    private static final Duration PAUSE_MIN = Duration.ofMillis(1);
    private static final Duration PAUSE_MAX = Duration.ofMillis(64);

    private UnixSockets() {}

    /// Connects. Where a listener's queue is full, Linux tells no later moment at which it is not,
    /// so this tries again after pauses, for as long as the caller's scope lasts.
    static RealStream dial(Sockets sockets, Address.Unix address)
            throws IOException, InterruptedException {
        Duration pause = PAUSE_MIN;
        for (boolean isFirst = true; ; isFirst = false) {
            if (!isFirst) {
                Time.sleep(pause);
                pause = pause.multipliedBy(2);
                pause = pause.compareTo(PAUSE_MAX) < 0 ? pause : PAUSE_MAX;
            }
            RealStream stream =
                    new RealStream(
                            sockets,
                            SocketChannel.open(StandardProtocolFamily.UNIX),
                            address.toString());
            boolean isConnected = false;
            try {
                isConnected = stream.connect(UnixDomainSocketAddress.of(address.path()));
                if (isConnected) {
                    stream.connected(false, false);
                    return stream;
                }
            } catch (IOException refused) {
                if (Blocking.call(() -> FullQueue.isCauseOf(refused))) {
                    continue;
                }
                ConnectException failure =
                        new ConnectException(address + ": " + refused.getMessage());
                failure.initCause(refused);
                throw failure;
            } finally {
                if (!isConnected) {
                    stream.close();
                }
            }
        }
    }

    /// Binds, and replaces a socket in the file system that nobody listens on. May touch the disk.
    static ServerSocketChannel listen(Address.Unix address, int backlog) throws IOException {
        try {
            return bind(address, backlog);
        } catch (BindException inUse) {
            if (!isStale(address.path())) {
                throw named(address, inUse);
            }
        }
        Files.deleteIfExists(address.path());
        try {
            return bind(address, backlog);
        } catch (BindException inUse) {
            throw named(address, inUse); // somebody was faster
        }
    }

    /// Returns what deletes the name, as long as it is that of the socket just bound.
    static Runnable deletion(Path path) throws IOException {
        Object ours = identity(path);
        return () -> {
            try {
                Object now = identity(path);
                if (now != null && now.equals(ours)) {
                    Files.deleteIfExists(path);
                }
            } catch (IOException failed) {
                LOG.log(Level.WARNING, "deleting the socket " + path + " failed", failed);
            }
        };
    }

    private static ServerSocketChannel bind(Address.Unix address, int backlog) throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            return channel.bind(UnixDomainSocketAddress.of(address.path()), backlog);
        } catch (IOException | RuntimeException failed) {
            channel.close();
            throw failed;
        }
    }

    /// Whether the path is a socket whose listener is gone. One that is there sees a stream that
    /// ends at once.
    private static boolean isStale(Path path) throws IOException {
        if (!Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .isOther()) {
            return false;
        }
        try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            probe.configureBlocking(false);
            probe.connect(UnixDomainSocketAddress.of(path));
            return false;
        } catch (ConnectException nobody) {
            return true;
        } catch (SocketException refused) {
            if (FullQueue.isCauseOf(refused)) {
                return false; // of somebody who listens
            }
            throw refused;
        }
    }

    private static BindException named(Address.Unix address, BindException inUse) {
        BindException failure = new BindException(address + ": " + inUse.getMessage());
        failure.initCause(inUse);
        return failure;
    }

    private static @Nullable Object identity(Path path) throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return null;
        }
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .fileKey();
    }
}
