package io.ipfskit.anyiotesting;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/// TCP ports of the loopback interface that nobody uses at the moment, for programs that must be
/// told a port.
///
/// Another process may take one meanwhile; where you can, listen on port 0 and ask which port it
/// is. Blocks for the time of a system call, from any thread.
public final class FreePorts {
    private FreePorts() {}

    /// Returns a free port.
    ///
    /// @throws IOException when the system has none
    public static int take() throws IOException {
        return take(1).getFirst();
    }

    /// Returns free ports, all different.
    ///
    /// @param count how many; 1 to 1,000
    /// @throws IOException when the system has not so many
    public static List<Integer> take(int count) throws IOException {
        if (count < 1 || count > 1_000) {
            throw new IllegalArgumentException("count must be in [1, 1000], was " + count);
        }
        List<ServerSocket> held = new ArrayList<>(); // until all are found: so they differ
        List<Integer> ports = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                held.add(socket);
                ports.add(socket.getLocalPort());
            }
        } finally {
            for (ServerSocket socket : held) {
                socket.close();
            }
        }
        return ports;
    }
}
