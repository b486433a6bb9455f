package io.ipfskit.ipld.car;

import java.io.IOException;
import java.nio.ByteBuffer;

/// The bytes of an archive at any place. Thread-safe if the [CarFile] on it is to be so.
@FunctionalInterface
public interface CarBytes {
    /// Reads some bytes from `position` into a buffer that has room, at least one.
    ///
    /// @return how many, or -1 if the file has no byte there
    /// @throws IOException if they could not be read
    /// @throws InterruptedException if the task is cancelled meanwhile
    int read(ByteBuffer target, long position) throws IOException, InterruptedException;
}
