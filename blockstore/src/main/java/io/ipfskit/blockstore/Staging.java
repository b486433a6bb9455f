package io.ipfskit.blockstore;

import java.io.IOException;
import java.nio.ByteBuffer;

/// Gathers the bytes of a segment and brings them to its file, a buffer at a time. Used by one task
/// at a time.
interface Staging {
    /// The buffer to fill. Asked again after each [#write].
    ByteBuffer buffer();

    /// Brings what [#buffer] holds to `position` of the file; the buffer is empty afterwards. The
    /// bytes may still be on their way when this returns.
    ///
    /// @throws IOException also when an earlier write failed
    void write(long position) throws IOException, InterruptedException;

    /// Waits until all that was written is in the file. Nothing is synced.
    ///
    /// @throws IOException when a write failed
    void settle() throws IOException, InterruptedException;
}
