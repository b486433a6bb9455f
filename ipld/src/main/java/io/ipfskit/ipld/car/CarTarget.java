package io.ipfskit.ipld.car;

import java.io.IOException;
import java.nio.ByteBuffer;

/// A file that an archive is written to, at any place.
@FunctionalInterface
public interface CarTarget {
    /// Writes all that remains in the buffer, which it may not keep.
    ///
    /// @param position the byte of the file where it begins
    /// @throws IOException if it could not be written
    /// @throws InterruptedException if the task is cancelled meanwhile
    void write(ByteBuffer bytes, long position) throws IOException, InterruptedException;
}
