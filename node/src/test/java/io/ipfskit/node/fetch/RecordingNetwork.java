package io.ipfskit.node.fetch;

import io.ipfskit.anyio.net.Address;
import io.ipfskit.anyio.net.ByteStream;
import io.ipfskit.anyio.net.DatagramSocket;
import io.ipfskit.anyio.net.DialOptions;
import io.ipfskit.anyio.net.ListenOptions;
import io.ipfskit.anyio.net.Listener;
import io.ipfskit.anyio.net.Network;

import java.io.IOException;
import java.net.ConnectException;
import java.util.List;

/// Writes down what is dialled, and reaches nobody, or a port of this machine in place of all.
final class RecordingNetwork implements Network {
    private final List<String> dialled;
    private final int port;

    RecordingNetwork(List<String> dialled) {
        this(dialled, 0);
    }

    /// @param port of this machine where every dial ends; 0 for nowhere
    RecordingNetwork(List<String> dialled, int port) {
        this.dialled = dialled;
        this.port = port;
    }

    @Override
    public ByteStream dial(Address address, DialOptions options)
            throws IOException, InterruptedException {
        dialled.add(address.toString());
        if (port == 0) {
            throw new ConnectException("nobody is there");
        }
        return Network.real().dial(Address.of("127.0.0.1", port), options);
    }

    @Override
    public Listener listen(Address address, ListenOptions options) {
        throw new UnsupportedOperationException();
    }

    @Override
    public DatagramSocket bind(Address.Inet address) {
        throw new UnsupportedOperationException();
    }
}
