package io.ipfskit.ipld.car;

import java.io.IOException;
import java.nio.ByteBuffer;

/// Where the bytes of an archive go, in order.
@FunctionalInterface
public interface CarOutput {
    /// Takes all that remains in the buffer, which it may not keep.
    ///
    /// @throws IOException if it could not be written
    /// @throws InterruptedException if the task is cancelled meanwhile
    void write(ByteBuffer bytes) throws IOException, InterruptedException;
}
