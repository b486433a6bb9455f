package io.ipfskit.node.fetch;

import io.ipfskit.anyio.Blocking;
import io.ipfskit.anyio.OnCancel;

import java.io.IOException;
import java.net.InetAddress;
import java.util.List;

/// What host names stand for.
@FunctionalInterface
public interface HostNames {
    /// The addresses of a host, an address standing for itself; not empty.
    ///
    /// @throws java.net.UnknownHostException when it stands for nothing
    /// @throws InterruptedException when the caller is cancelled
    List<InetAddress> addresses(String host) throws IOException, InterruptedException;

    /// The names of the system. A look-up runs on a helper thread, which a cancelled caller leaves
    /// behind.
    static HostNames system() {
        return host -> {
            InetAddress[] found =
                    Blocking.call(() -> InetAddress.getAllByName(host), OnCancel.ABANDON);
            return List.of(found);
        };
    }
}
