package io.ipfskit.anyio.net;

import java.io.IOException;
import java.nio.ByteBuffer;

/// A UDP socket. One task may receive while another sends.
public interface DatagramSocket extends AutoCloseable {
    /// The most bytes of a datagram over IPv4 (RFC 768, RFC 791).
    int PAYLOAD_MAX = 65_507;

    /// Waits for a datagram and puts it into the buffer; what has no room there is dropped. A
    /// cancelled wait loses no datagram.
    ///
    /// @return who sent it
    /// @throws io.ipfskit.anyio.ClosedResource after [#close], also for whoever waits meanwhile
    Address.Inet receive(ByteBuffer into) throws IOException, InterruptedException;

    /// Sends what is left in the buffer as one datagram, which may be lost on its way. A cancelled
    /// send has sent all or nothing; the socket stays usable.
    ///
    /// @throws java.net.UnknownHostException when the host is no address and stands for nothing
    /// @throws IllegalArgumentException when it is longer than [#PAYLOAD_MAX]
    void send(ByteBuffer from, Address.Inet to) throws IOException, InterruptedException;

    /// Returns the address, with the port that the system chose.
    Address.Inet address();

    /// Closes the socket, whatever is cancelled. Its address is free when this returns; a task lets
    /// others run meanwhile.
    @Override
    void close();
}
