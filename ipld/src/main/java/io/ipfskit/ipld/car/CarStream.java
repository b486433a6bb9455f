package io.ipfskit.ipld.car;

import java.io.IOException;
import java.nio.ByteBuffer;

/// Counts and buffers a [CarInput].
final class CarStream {
    private static final int BUFFER = 64 * 1024;

    /// Room made for a section before its bytes are seen.
    private static final int EAGER = 2 * 1024 * 1024;

    private final CarInput in;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER).flip();
    private long position;
    private boolean ended;

    CarStream(CarInput in) {
        this.in = in;
    }

    /// Of the next byte, from the beginning of the file.
    long position() {
        return position;
    }

    private boolean fill() throws IOException, InterruptedException {
        buffer.clear();
        try {
            return readInto(buffer);
        } finally {
            buffer.flip();
        }
    }

    private boolean readInto(ByteBuffer target) throws IOException, InterruptedException {
        if (ended) {
            return false;
        }
        int count = in.read(target);
        if (count == 0) {
            throw new IOException("the source of an archive gave no byte, but no end");
        }
        ended = count < 0;
        return !ended;
    }

    /// The next byte, -1 at the end.
    int next() throws IOException, InterruptedException {
        if (!buffer.hasRemaining() && !fill()) {
            return -1;
        }
        position++;
        return buffer.get() & 0xff;
    }

    /// Reads this many bytes, or fewer at the end of the input. Room is made as they come.
    ByteBuffer bytes(int count) throws IOException, InterruptedException {
        ByteBuffer out = ByteBuffer.allocate(Math.min(count, EAGER));
        while (out.position() < count) {
            if (!out.hasRemaining()) {
                out =
                        ByteBuffer.allocate((int) Math.min(count, out.capacity() * 4L))
                                .put(out.flip());
            }
            if (!buffer.hasRemaining() && out.remaining() >= BUFFER) {
                int have = out.position();
                if (!readInto(out)) {
                    break;
                }
                position += out.position() - have;
            } else if (buffer.hasRemaining() || fill()) {
                int part = Math.min(buffer.remaining(), out.remaining());
                out.put(buffer.slice(buffer.position(), part));
                buffer.position(buffer.position() + part);
                position += part;
            } else {
                break;
            }
        }
        return out.flip();
    }

    /// Skips up to `end`.
    ///
    /// @return whether the input is that long
    boolean skipTo(long end) throws IOException, InterruptedException {
        while (position < end) {
            if (!buffer.hasRemaining() && !fill()) {
                return false;
            }
            int part = (int) Math.min(buffer.remaining(), end - position);
            buffer.position(buffer.position() + part);
            position += part;
        }
        return true;
    }
}
