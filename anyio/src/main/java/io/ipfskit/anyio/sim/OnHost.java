package io.ipfskit.anyio.sim;

/// Something that a task opened on a host and has to close.
sealed interface OnHost extends AutoCloseable permits SimStream, SimListener, SimDatagramSocket {
    /// Returns the host.
    SimHost host();

    @Override
    void close();
}
