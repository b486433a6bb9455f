package io.ipfskit.anyio.net;

import io.ipfskit.anyio.Blocking;
import io.ipfskit.anyio.Checkpoint;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;
import java.nio.channels.NetworkChannel;
import java.nio.channels.ServerSocketChannel;

/// The network of this machine.
final class RealNetwork implements Network {
    static final RealNetwork INSTANCE = new RealNetwork();

    private RealNetwork() {}

    @Override
    public ByteStream dial(Address address, DialOptions options)
            throws IOException, InterruptedException {
        Checkpoint.ifCancelled();
        Sockets sockets = Sockets.ofCaller();
        return switch (address) {
            case Address.Inet inet -> new HappyEyeballs(sockets, inet, options).dial();
            case Address.Unix unix -> UnixSockets.dial(sockets, unix);
        };
    }

    @Override
    public Listener listen(Address address, ListenOptions options)
            throws IOException, InterruptedException {
        Checkpoint.ifCancelled();
        Sockets sockets = Sockets.ofCaller();
        return switch (address) {
            case Address.Inet inet -> listen(sockets, inet, options);
            case Address.Unix unix ->
                    Blocking.call(() -> {
                        ServerSocketChannel channel = UnixSockets.listen(unix, options.backlog());
                        try {
                            return new RealListener(
                                    sockets, channel, options, UnixSockets.deletion(unix.path()));
                        } catch (IOException | RuntimeException failed) {
                            channel.close();
                            throw failed;
                        }
                    });
        };
    }

    private static Listener listen(Sockets sockets, Address.Inet address, ListenOptions options)
            throws IOException, InterruptedException {
        InetSocketAddress target = SocketAddresses.resolve(address).getFirst();
        ServerSocketChannel channel = open(target, ServerSocketChannel::open);
        try {
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, options.isReuseAddress());
            channel.bind(target, options.backlog());
        } catch (IOException | RuntimeException failed) {
            throw closed(channel, address, failed);
        }
        return new RealListener(sockets, channel, options, () -> {});
    }

    @Override
    public DatagramSocket bind(Address.Inet address) throws IOException, InterruptedException {
        Checkpoint.ifCancelled();
        Sockets sockets = Sockets.ofCaller();
        InetSocketAddress target = SocketAddresses.resolve(address).getFirst();
        DatagramChannel channel = open(target, DatagramChannel::open);
        try {
            channel.bind(target);
        } catch (IOException | RuntimeException failed) {
            throw closed(channel, address, failed);
        }
        return new RealDatagramSocket(sockets, channel);
    }

    private interface Opening<C extends NetworkChannel> {
        C open(java.net.ProtocolFamily family) throws IOException;
    }

    private static <C extends NetworkChannel> C open(InetSocketAddress target, Opening<C> opening)
            throws IOException {
        try {
            return opening.open(SocketAddresses.family(target));
        } catch (UnsupportedOperationException noSuchFamily) {
            throw new BindException(target + ": this host has no IPv6");
        }
    }

    /// Closes what could not be bound, and names the address.
    private static IOException closed(NetworkChannel channel, Address address, Exception why)
            throws IOException {
        channel.close();
        if (why instanceof RuntimeException unexpected) {
            throw unexpected;
        }
        IOException named =
                why instanceof SocketException
                        ? new BindException(address + ": " + why.getMessage())
                        : new IOException(address + ": " + why.getMessage());
        named.initCause(why);
        return named;
    }
}
