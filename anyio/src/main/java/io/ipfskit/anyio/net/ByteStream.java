package io.ipfskit.anyio.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/// A connection: bytes in order, both ways.
///
/// One task may receive while another sends; a second one in the same direction fails with
/// [IllegalStateException] at once. A cancelled [#receive] has taken no byte, the stream stays
/// usable. A [#send] cancelled while it waits has sent an unknown part, so the stream is broken:
/// what follows in that direction fails with [io.ipfskit.anyio.BrokenResource]. In a scope that is
/// cancelled already a send does not begin, and breaks nothing.
public interface ByteStream extends AutoCloseable {
    /// Receives at least one byte into the buffer, as many as are there.
    ///
    /// @return the number of bytes; -1 when the peer will send no more; 0 only for a buffer without
    ///   room
    /// @throws io.ipfskit.anyio.ClosedResource after [#close], also for whoever waits meanwhile
    /// @throws java.net.SocketException when the connection was reset
    int receive(ByteBuffer into) throws IOException, InterruptedException;

    /// Sends all that is left in the buffer, which must not change meanwhile; returns when the
    /// system has taken the bytes, not when the peer has.
    ///
    /// @throws io.ipfskit.anyio.BrokenResource when the peer takes no more, or an earlier send was
    ///   cancelled
    /// @throws io.ipfskit.anyio.ClosedResource after [#close] or [#closeOutput]
    void send(ByteBuffer from) throws IOException, InterruptedException;

    /// Sends all that is left in the buffers, one after the other.
    void send(List<ByteBuffer> from) throws IOException, InterruptedException;

    /// Tells the peer that no more bytes come (on TLS with `close_notify`); receiving goes on.
    void closeOutput() throws IOException, InterruptedException;

    /// Returns the address of this end.
    Address local();

    /// Returns the address of the other end.
    Address remote();

    /// Closes both directions at once, whatever is cancelled; the system still delivers what was
    /// sent. Tasks that wait in this stream fail with [io.ipfskit.anyio.ClosedResource]. A second
    /// time has no effect.
    @Override
    void close();

    /// Closes and drops what was not delivered: the peer sees a reset where the transport has one.
    void abort();
}
