package io.ipfskit.anyio;

import java.nio.ByteBuffer;

/// A sealed file in memory. A page that is not cached is read when touched, and blocks the thread
/// that touches it.
public interface MappedFile extends AutoCloseable {
    /// Returns the length.
    long size();

    /// Returns a read-only view of a stretch; valid until [#close()].
    ///
    /// @throws IndexOutOfBoundsException when it is not inside the file
    ByteBuffer slice(long offset, int length);

    /// Unmaps the file; using a view afterwards throws `IllegalStateException`.
    @Override
    void close();
}
