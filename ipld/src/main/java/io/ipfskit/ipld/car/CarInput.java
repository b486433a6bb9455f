package io.ipfskit.ipld.car;

import java.io.IOException;
import java.nio.ByteBuffer;

/// Where the bytes of an archive come from, in order.
@FunctionalInterface
public interface CarInput {
    /// Reads some bytes into a buffer that has room, at least one.
    ///
    /// @return how many, or -1 at the end
    /// @throws IOException if they could not be read
    /// @throws InterruptedException if the task is cancelled meanwhile
    int read(ByteBuffer target) throws IOException, InterruptedException;

    /// What remains in a buffer, whose position stays.
    static CarInput of(ByteBuffer bytes) {
        ByteBuffer in = bytes.duplicate();
        return target -> {
            if (!in.hasRemaining()) {
                return -1;
            }
            int count = Math.min(in.remaining(), target.remaining());
            target.put(in.slice(in.position(), count));
            in.position(in.position() + count);
            return count;
        };
    }
}
