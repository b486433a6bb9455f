package io.ipfskit.anyio.net;

import java.io.IOException;

/// Takes the streams that others dial.
public interface Listener extends AutoCloseable {
    /// Waits for the next stream. A cancelled wait loses no connection. Several tasks may wait.
    ///
    /// @throws io.ipfskit.anyio.ClosedResource after [#close], also for whoever waits meanwhile
    /// @throws IOException when the system has no descriptor left; a later call may succeed
    ByteStream accept() throws IOException, InterruptedException;

    /// Returns the address, with the port that the system chose.
    Address address();

    /// Listens no more, whatever is cancelled; streams already accepted live on. Its address is
    /// free when this returns; a task lets others run meanwhile.
    @Override
    void close();
}
