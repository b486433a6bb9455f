package io.ipfskit.cli;

import io.ipfskit.anyio.Blocking;
import io.ipfskit.anyio.Checkpoint;
import io.ipfskit.anyio.OnCancel;
import io.ipfskit.operation.ByteStream;
import io.ipfskit.operation.ErrorCode;
import io.ipfskit.operation.OperationFailed;
import io.ipfskit.operation.Progress;
import io.ipfskit.wal.log.DiskFull;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/// Moves bytes of a node to stdout or a file.
final class Bytes {
    private static final int BUFFER = 512 << 10;

    private Bytes() {}

    /// Copies all of `content` to stdout. A reader that has gone ends it.
    static void copy(ByteStream content, Terminal terminal, @Nullable ProgressBar bar)
            throws IOException, InterruptedException {
        terminal.out().flush();
        WritableByteChannel out = terminal.bytes();
        ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
        long done = 0;
        while (content.read(buffer.clear()) >= 0) {
            buffer.flip();
            done += buffer.remaining();
            write(buffer, out);
            if (bar != null) {
                bar.progress(new Progress("read", done, content.length(), "bytes", null));
            }
        }
    }

    private static void write(ByteBuffer bytes, WritableByteChannel out)
            throws InterruptedException {
        try {
            Blocking.call(
                    () -> {
                        int count = 0;
                        while (bytes.hasRemaining()) {
                            count += out.write(bytes);
                        }
                        return count;
                    },
                    OnCancel.INTERRUPT);
        } catch (IOException broken) {
            Checkpoint.ifCancelled(); // it was the interrupt that closed stdout
            if (String.valueOf(broken.getMessage()).contains("Broken pipe")) {
                throw new ExitCodes.OutputClosed(broken);
            }
            throw new OperationFailed(
                    DiskFull.isCauseOf(broken)
                            ? ErrorCode.RESOURCE_EXHAUSTED
                            : ErrorCode.UNAVAILABLE,
                    "cannot write to stdout: " + broken.getMessage(),
                    broken);
        }
    }
}
