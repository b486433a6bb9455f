package io.ipfskit.ipld.unixfs;

import java.io.IOException;
import java.nio.ByteBuffer;

/// Bytes that go into a file, with a look at whether there are more.
final class FileInput {
    private static final int LOOK = 64 * 1024;

    private final FileEditor.Input in;
    private ByteBuffer ahead = ByteBuffer.allocate(0);
    private boolean ended;

    FileInput(FileEditor.Input in) {
        this.in = in;
    }

    /// Whether there is another byte; waits for it.
    boolean more() throws IOException, InterruptedException {
        while (!ahead.hasRemaining() && !ended) {
            ByteBuffer look = ByteBuffer.allocate(LOOK);
            ended = in.read(look) < 0;
            ahead = look.flip();
        }
        return ahead.hasRemaining();
    }

    /// Fills the buffer, unless the bytes end before.
    void fill(ByteBuffer target) throws IOException, InterruptedException {
        while (target.hasRemaining()) {
            if (ahead.hasRemaining()) {
                int count = Math.min(ahead.remaining(), target.remaining());
                target.put(ahead.slice(ahead.position(), count));
                ahead.position(ahead.position() + count);
            } else if (ended) {
                return;
            } else {
                ended = in.read(target) < 0;
            }
        }
    }

    /// The next at most `max` bytes, fewer only at the end; the buffer is the caller's.
    ByteBuffer next(int max) throws IOException, InterruptedException {
        ByteBuffer all = ByteBuffer.allocate(Math.min(LOOK, max));
        fill(all);
        while (!all.hasRemaining() && all.capacity() < max && more()) {
            int room = (int) Math.min(max, 4L * all.capacity());
            all = ByteBuffer.allocate(room).put(all.flip());
            fill(all);
        }
        return all.flip();
    }
}
