package io.ipfskit.cli;

import io.ipfskit.anyio.Blocking;
import io.ipfskit.anyio.OnCancel;
import io.ipfskit.operation.ByteStream;
import io.ipfskit.operation.Progress;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;

/// Moves bytes of a node to stdout or a file.
final class Bytes {
    private static final int BUFFER = 256 << 10;

    private Bytes() {}

    /// Copies all of `content` to `out`. A reader that has gone ends it.
    static void copy(ByteStream content, PrintStream out, @Nullable ProgressBar bar)
            throws IOException, InterruptedException {
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
        long done = 0;
        while (content.read(buffer.clear()) >= 0) {
            int count = buffer.position();
            boolean broken =
                    Blocking.call(
                            () -> {
                                out.write(buffer.array(), 0, count);
                                return out.checkError();
                            },
                            OnCancel.ABANDON);
            if (broken) {
                throw new ExitCodes.OutputClosed(new IOException("stdout is closed"));
            }
            done += count;
            if (bar != null) {
                bar.progress(new Progress("read", done, content.length(), "bytes", null));
            }
        }
    }
}
