package io.ipfskit.anyio;

import java.io.IOException;
import java.nio.ByteBuffer;

/// A sealed file in memory, until its scope closes it. A page that is not cached is read when
/// touched, and blocks the thread that touches it, on `loop` every task: [#load] what may be cold
/// first.
public interface MappedFile extends AutoCloseable {
    /// Returns the length.
    long size();

    /// Returns a read-only view of a stretch; valid until [#close()].
    ///
    /// @throws IndexOutOfBoundsException when it is not inside the file
    ByteBuffer slice(long offset, int length);

    /// Brings a stretch into memory, on a file thread, while the calling task is parked. Cancelled
    /// like a read.
    ///
    /// @throws IndexOutOfBoundsException when it is not inside the file
    /// @throws IllegalStateException when the mapping is closed
    void load(long offset, long length) throws IOException, InterruptedException;

    /// Unmaps the file; using a view afterwards throws `IllegalStateException`. A load that is
    /// under way fails. A second time has no effect.
    @Override
    void close();
}
