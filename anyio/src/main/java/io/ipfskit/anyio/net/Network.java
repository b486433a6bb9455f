package io.ipfskit.anyio.net;

import java.io.IOException;

/// The network, as a constructor argument of whoever speaks to others: real, or simulated with
/// faults.
///
/// Streams, listeners and datagram sockets belong to the run of the task that made them: at its end
/// what is still open is closed. They may be used by any of its tasks, each direction of a stream
/// by one at a time.
public interface Network {
    /// Returns the network of this machine. On `sim` its calls are refused.
    static Network real() {
        return RealNetwork.INSTANCE;
    }

    /// Connects a stream. A name that stands for several addresses is tried as RFC 8305 says (happy
    /// eyeballs): the families alternate, the next attempt begins when one failed or after 250 ms,
    /// the first to connect wins and the others are closed.
    ///
    /// @throws java.net.UnknownHostException when the host is no address and stands for nothing
    /// @throws java.net.ConnectException when nobody could be reached; it names the address and,
    ///   suppressed, tells why each attempt failed
    ByteStream dial(Address address, DialOptions options) throws IOException, InterruptedException;

    /// Connects a stream as [DialOptions#DEFAULT] says.
    default ByteStream dial(Address address) throws IOException, InterruptedException {
        return dial(address, DialOptions.DEFAULT);
    }

    /// Listens for streams. A UNIX socket that nobody listens on any more is replaced; it is
    /// deleted when the listener closes.
    ///
    /// @throws java.net.UnknownHostException when the host is no address and stands for nothing
    /// @throws java.net.BindException when the address is in use or not of this host
    Listener listen(Address address, ListenOptions options)
            throws IOException, InterruptedException;

    /// Listens as [ListenOptions#DEFAULT] says.
    default Listener listen(Address address) throws IOException, InterruptedException {
        return listen(address, ListenOptions.DEFAULT);
    }

    /// Opens a UDP socket bound to an address of this host.
    ///
    /// @throws java.net.UnknownHostException when the host is no address and stands for nothing
    /// @throws java.net.BindException when the address is in use or not of this host
    DatagramSocket bind(Address.Inet address) throws IOException, InterruptedException;
}
