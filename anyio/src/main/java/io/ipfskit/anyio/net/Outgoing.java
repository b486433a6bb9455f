package io.ipfskit.anyio.net;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.List;

/// What one send has still to write.
///
/// A large direct buffer goes to the system as it is; small ones and those on the heap are gathered
/// into a direct one, anew for each attempt, so that none is held while the task waits.
final class Outgoing implements Interest.Attempt {
    private static final int LARGE = 1 << 14;

    private final SocketChannel channel;
    private final List<ByteBuffer> buffers;
    private final DirectBuffers direct;

    /// Buffers before it are written.
    private int first;

    Outgoing(SocketChannel channel, List<ByteBuffer> buffers, DirectBuffers direct) {
        this.channel = channel;
        this.buffers = buffers;
        this.direct = direct;
    }

    boolean isDone() {
        while (first < buffers.size() && !buffers.get(first).hasRemaining()) {
            first++;
        }
        return first == buffers.size();
    }

    /// Writes what the system takes; null when it takes nothing now.
    @Override
    public @Nullable Integer tryNow() throws IOException {
        if (isDone()) {
            return 0;
        }
        ByteBuffer next = buffers.get(first);
        boolean isAlone = first == buffers.size() - 1 || next.remaining() >= LARGE;
        int count = next.isDirect() && isAlone ? channel.write(next) : writeGathered();
        return count == 0 ? null : (Integer) count;
    }

    private int writeGathered() throws IOException {
        ByteBuffer piece = direct.borrow();
        try {
            for (int i = first; i < buffers.size() && piece.hasRemaining(); i++) {
                ByteBuffer buffer = buffers.get(i);
                int part = Math.min(buffer.remaining(), piece.remaining());
                piece.put(piece.position(), buffer, buffer.position(), part);
                piece.position(piece.position() + part);
            }
            int count = channel.write(piece.flip());
            advance(count);
            return count;
        } finally {
            direct.giveBack(piece);
        }
    }

    private void advance(int count) {
        int left = count;
        for (int i = first; left > 0; i++) {
            ByteBuffer buffer = buffers.get(i);
            int part = Math.min(left, buffer.remaining());
            buffer.position(buffer.position() + part);
            left -= part;
        }
    }
}
