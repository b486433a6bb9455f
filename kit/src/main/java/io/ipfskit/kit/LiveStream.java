package io.ipfskit.kit;

import io.ipfskit.anyio.Channel;
import io.ipfskit.anyio.Promise;
import io.ipfskit.anyio.ReceiveChannel;
import io.ipfskit.anyio.ReceiveResult;
import io.ipfskit.anyio.SendChannel;
import io.ipfskit.multiformats.Cid;
import io.ipfskit.node.content.Content;
import io.ipfskit.operation.Bound;
import io.ipfskit.operation.ByteStream;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.util.concurrent.CancellationException;

/// Bytes of an operation that runs in the kit's own group: read there, handed over in chunks.
final class LiveStream implements Content {
    private static final int CHUNK = 256 * 1024;

    /// What is known before the first byte.
    private record Head(
            long length,
            long offset,
            long total,
            @Nullable String mediaType,
            @Nullable String entityTag,
            @Nullable String fileName,
            @Nullable Cid cid,
            String type) {
        static Head of(ByteStream stream) {
            return new Head(
                    stream.length(),
                    stream.offset(),
                    stream.total(),
                    stream.mediaType(),
                    stream.entityTag(),
                    stream.fileName(),
                    stream instanceof Content content ? content.cid() : null,
                    stream instanceof Content content ? content.type() : "unknown");
        }
    }

    private final Entrance entrance;
    private final LiveCall<?> call;
    private final ReceiveChannel<ByteBuffer> chunks;
    private final Head head;
    private ByteBuffer chunk = ByteBuffer.allocate(0);

    private LiveStream(
            Entrance entrance, LiveCall<?> call, ReceiveChannel<ByteBuffer> chunks, Head head) {
        this.entrance = entrance;
        this.call = call;
        this.chunks = chunks;
        this.head = head;
    }

    /// Starts the operation and waits until its bytes begin; to be called in the kit's run.
    static <I, O extends ByteStream> LiveStream open(
            Entrance entrance, Kit kit, Bound<I, O> bound, I input, Invocation invocation)
            throws InterruptedException {
        Channel<ByteBuffer> channel = Channel.open(1);
        Promise<@Nullable Head> begun = new Promise<>();
        LiveCall<O> call =
                LiveCall.start(
                        entrance,
                        kit,
                        bound,
                        input,
                        invocation,
                        stream -> {
                            begun.complete(Head.of(stream));
                            pump(stream, channel.sender());
                            return stream;
                        },
                        () -> {
                            channel.sender().close();
                            begun.tryComplete(null);
                        });
        boolean open = false;
        try {
            Head head = begun.await();
            if (head == null) {
                call.resultInside(); // throws why it did not begin
                throw new CancellationException("the operation gave no bytes");
            }
            open = true;
            return new LiveStream(entrance, call, channel.receiver(), head);
        } finally {
            if (!open) {
                call.close();
            }
        }
    }

    private static void pump(ByteStream stream, SendChannel<ByteBuffer> sender) throws Exception {
        long length = stream.length();
        int size = length >= 0 && length < CHUNK ? (int) Math.max(1, length) : CHUNK;
        while (true) {
            ByteBuffer buffer = ByteBuffer.allocate(size);
            int read;
            do {
                read = stream.read(buffer);
            } while (read >= 0 && buffer.hasRemaining());
            if (buffer.position() > 0) {
                sender.send(buffer.flip());
            }
            if (read < 0) {
                return;
            }
        }
    }

    @Override
    public int read(ByteBuffer target) throws InterruptedException {
        if (!target.hasRemaining()) {
            throw new IllegalArgumentException("the target has no room");
        }
        if (!chunk.hasRemaining()) {
            ByteBuffer next =
                    chunks.tryReceive()
                                    instanceof ReceiveResult.Received<ByteBuffer>(ByteBuffer here)
                            ? here
                            : entrance.enter(this::nextInside);
            if (next == null) {
                return -1;
            }
            chunk = next;
        }
        int count = Math.min(target.remaining(), chunk.remaining());
        target.put(chunk.slice(chunk.position(), count));
        chunk.position(chunk.position() + count);
        return count;
    }

    private @Nullable ByteBuffer nextInside() throws InterruptedException {
        if (chunks.receiveOrEnd() instanceof ReceiveResult.Received<ByteBuffer>(ByteBuffer next)) {
            return next;
        }
        call.resultInside(); // throws when the operation failed: no false end
        return null;
    }

    @Override
    public void close() {
        call.close();
        chunks.close();
    }

    @Override
    public Cid cid() {
        if (head.cid() == null) {
            throw new IllegalStateException("these bytes are not content with a CID");
        }
        return head.cid();
    }

    @Override
    public String type() {
        return head.type();
    }

    @Override
    public long length() {
        return head.length();
    }

    @Override
    public long offset() {
        return head.offset();
    }

    @Override
    public long total() {
        return head.total();
    }

    @Override
    public @Nullable String mediaType() {
        return head.mediaType();
    }

    @Override
    public @Nullable String entityTag() {
        return head.entityTag();
    }

    @Override
    public @Nullable String fileName() {
        return head.fileName();
    }
}
