package io.ipfskit.server.http;

import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;

/// A connection that notices its client leaving also while a request is being handled and nobody
/// reads or writes. On HTTP/1.1 Jetty looks at the socket only when it reads or writes, so a
/// request that only waits would go on for a client that is long gone.
///
/// While a handler runs, [#look] tries a read that does not block. What it finds is kept in a small
/// side buffer that [#fill] serves first, so that pipelined requests and body bytes are never lost.
/// At the end of the stream, or when the connection was reset, the watch set by [#watch] is told.
///
/// A client that closed only its sending half (`nc -N`) looks the same as one that is gone, since
/// TCP sends the same FIN. As Go's `net/http` and nginx do, both count as gone. A client that wants
/// its answer keeps its side open until the answer came; every HTTP library does.
///
/// Invariant: the side buffer is read and written under the lock, and while it holds bytes nothing
/// else reads the socket; so bytes keep their order.
final class WatchfulEndPoint extends SocketChannelEndPoint {
    /// Bytes read ahead per connection. A full buffer ends the looking: whoever sends that much
    /// ahead of its answer is noticed leaving when the handler reads or writes.
    static final int READ_AHEAD_BYTES_MAX = 16 * 1024;

    private final ReentrantLock lock = new ReentrantLock();
    private final Executor executor;
    private @Nullable ByteBuffer ahead;
    private volatile @Nullable Runnable watch;

    WatchfulEndPoint(
            SocketChannel channel,
            ManagedSelector selector,
            SelectionKey key,
            Scheduler scheduler,
            Executor executor) {
        super(channel, selector, key, scheduler);
        this.executor = executor;
    }

    /// Asks to be told, once, when the client leaves; null ends the asking.
    void watch(@Nullable Runnable onGone) {
        watch = onGone;
    }

    /// Whether somebody wants to know of the client leaving.
    boolean isWatched() {
        return watch != null;
    }

    /// Looks whether the client is still there. `scratch` is an empty buffer of at most
    /// [#READ_AHEAD_BYTES_MAX] bytes that belongs to the calling thread.
    void look(ByteBuffer scratch) {
        if (watch == null || isFillInterested() || !lock.tryLock()) {
            return; // somebody reads: they will notice
        }
        boolean gone;
        try {
            gone = !isFillInterested() && isInputEnded(scratch);
        } finally {
            lock.unlock();
        }
        Runnable told = watch;
        if (gone && told != null) {
            watch = null;
            told.run();
        }
    }

    private boolean isInputEnded(ByteBuffer scratch) {
        int room = READ_AHEAD_BYTES_MAX - (ahead == null ? 0 : ahead.remaining());
        if (room == 0) {
            return false;
        }
        scratch.clear().limit(room);
        try {
            if (getChannel().read(scratch) < 0) {
                return true;
            }
        } catch (IOException reset) {
            return true;
        }
        if (scratch.flip().hasRemaining()) {
            append(scratch);
        }
        return false;
    }

    private void append(ByteBuffer bytes) {
        ByteBuffer before = ahead;
        int kept = before == null ? 0 : before.remaining();
        ByteBuffer joined = ByteBuffer.allocate(kept + bytes.remaining());
        if (before != null) {
            joined.put(before);
        }
        ahead = joined.put(bytes).flip();
    }

    @Override
    public int fill(ByteBuffer buffer) throws IOException {
        lock.lock();
        try {
            ByteBuffer kept = ahead;
            if (kept == null) {
                return super.fill(buffer);
            }
            int position = BufferUtil.flipToFill(buffer);
            int filled = BufferUtil.put(kept, buffer);
            BufferUtil.flipToFlush(buffer, position);
            if (!kept.hasRemaining()) {
                ahead = null;
            }
            return filled;
        } finally {
            lock.unlock();
        }
    }

    /// Called with the interest already registered: either [#look] sees the interest and leaves the
    /// socket alone, or this method sees what it read.
    @Override
    protected void needsFillInterest() {
        boolean isFillable;
        lock.lock();
        try {
            isFillable = ahead != null;
        } finally {
            lock.unlock();
        }
        if (isFillable) {
            executor.execute(() -> getFillInterest().fillable());
        } else {
            super.needsFillInterest();
        }
    }
}
