package io.ipfskit.anyio.adapt;

import io.ipfskit.anyio.Blocking;
import io.ipfskit.anyio.Body;
import io.ipfskit.anyio.Channel;
import io.ipfskit.anyio.Checkpoint;
import io.ipfskit.anyio.OnCancel;
import io.ipfskit.anyio.Portal;
import io.ipfskit.anyio.ReceiveChannel;
import io.ipfskit.anyio.ReceiveResult;
import io.ipfskit.anyio.SendChannel;
import io.ipfskit.anyio.TaskFailed;
import io.ipfskit.anyio.net.ByteStream;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;

/// Blocking streams used by tasks, and what tasks have seen as blocking streams by foreign code.
///
/// The views of [#input(Portal, ReceiveChannel)] and its kin are for foreign threads and for code
/// inside [Blocking], for example
///
/// ```java
/// Portal.open(portal -> Blocking.call(
///         () -> parser.parse(Streams.input(portal, buffers)), OnCancel.INTERRUPT));
/// ```
///
/// Each read or write that must wait is one call through the portal. When the thread is interrupted
/// meanwhile that call is cancelled and an `InterruptedIOException` comes out, which the scope of
/// the task still recognises as its cancellation. Not on `sim`, where nothing foreign may wait.
public final class Streams {
    private Streams() {}

    // ---- blocking streams in tasks ----

    /// Reads into `into` as [InputStream#read(byte[])] does, as a blocking call.
    ///
    /// With [OnCancel#ABANDON] a cancelled read goes on by itself and takes its bytes with it: the
    /// stream is then of no more use. What [OnCancel#INTERRUPT] does is up to the stream; those of
    /// files and sockets of the JDK do not notice, those of its channels close.
    ///
    /// @return the number of bytes, -1 at the end
    public static int read(InputStream from, byte[] into, OnCancel onCancel)
            throws IOException, InterruptedException {
        return blocking(() -> from.read(into), onCancel);
    }

    /// Runs `consumer` with a channel of what the stream holds, in buffers of its own of 1 to
    /// `chunkBytes` bytes, and then its end. The stream is read by another task, as
    /// [#read(InputStream, byte[], OnCancel)] does, at most `capacity` + 2 buffers ahead; it is not
    /// closed.
    ///
    /// @throws TaskFailed when the stream failed: the `IOException` is the cause
    /// @throws X what the consumer throws
    public static <R extends @Nullable Object, X extends Exception> R receive(
            InputStream from,
            int chunkBytes,
            int capacity,
            OnCancel onCancel,
            Body<ReceiveChannel<ByteBuffer>, R, X> consumer)
            throws X, InterruptedException {
        if (chunkBytes < 1) {
            throw new IllegalArgumentException("a chunk has at least 1 byte, was " + chunkBytes);
        }
        return Channel.produce(
                capacity,
                sender -> {
                    while (true) {
                        byte[] chunk = new byte[chunkBytes];
                        int count = read(from, chunk, onCancel);
                        if (count < 0) {
                            return;
                        }
                        sender.send(ByteBuffer.wrap(chunk, 0, count));
                    }
                },
                consumer);
    }

    /// Writes what the channel brings until its end, then flushes; each buffer is one blocking
    /// call. The stream is not closed.
    ///
    /// @return the number of bytes written
    public static long send(ReceiveChannel<ByteBuffer> from, OutputStream into, OnCancel onCancel)
            throws IOException, InterruptedException {
        long written = 0;
        while (from.receiveOrEnd() instanceof ReceiveResult.Received<ByteBuffer>(var buffer)) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.get(bytes);
            int _ =
                    blocking(
                            () -> {
                                into.write(bytes);
                                return 0;
                            },
                            onCancel);
            written += bytes.length;
        }
        int _ =
                blocking(
                        () -> {
                            into.flush();
                            return 0;
                        },
                        onCancel);
        return written;
    }

    // ---- what tasks have, as blocking streams ----

    /// Returns a stream of the bytes that the channel brings. Closing it closes the handle. By one
    /// thread at a time.
    public static InputStream input(Portal portal, ReceiveChannel<ByteBuffer> from) {
        return new ChannelInput(portal, from);
    }

    /// Returns a stream whose bytes go to the channel in buffers of `chunkBytes` and, at `flush`
    /// and `close`, of what is there. Closing it closes the handle, which ends the channel. By one
    /// thread at a time.
    public static OutputStream output(Portal portal, SendChannel<ByteBuffer> into, int chunkBytes) {
        return new ChannelOutput(portal, into, chunkBytes);
    }

    /// Returns a stream of what a connection receives. Closing it leaves the connection open. By
    /// one thread at a time.
    public static InputStream input(Portal portal, ByteStream from) {
        return new ByteStreamInput(portal, from);
    }

    /// Returns a stream into a connection; each write returns when the system has taken its bytes.
    /// Closing it ends that direction of the connection. By one thread at a time.
    public static OutputStream output(Portal portal, ByteStream into) {
        return new ByteStreamOutput(portal, into);
    }

    private interface Piece {
        int run() throws IOException;
    }

    private static int blocking(Piece piece, OnCancel onCancel)
            throws IOException, InterruptedException {
        try {
            return Blocking.<Integer, IOException>call(piece::run, onCancel);
        } catch (InterruptedIOException | ClosedByInterruptException interrupted) {
            Checkpoint.ifCancelled(); // that is how streams tell of an interrupt
            throw interrupted;
        }
    }
}
