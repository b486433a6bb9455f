package io.ipfskit.cli;

import io.ipfskit.anyio.Time;
import io.ipfskit.kit.ProgressSink;
import io.ipfskit.operation.Progress;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/// One line on a terminal's stderr that shows how far a command has come. Where stderr is no
/// terminal, or the user wants quiet, there is none.
final class ProgressBar implements ProgressSink, AutoCloseable {
    private static final long INTERVAL = Duration.ofMillis(100).toNanos();
    private static final int WIDTH = 24;
    private static final String CLEAR = "\r\u001b[K";

    private final Terminal terminal;
    private final long startedAt = Time.now();
    private long drawnAt = startedAt;
    private boolean shown;

    private ProgressBar(Terminal terminal) {
        this.terminal = terminal;
    }

    /// A bar, or null when nobody would see it.
    static @Nullable ProgressBar on(Session session) {
        boolean visible =
                session.terminal().interactive()
                        && !session.globals().quiet
                        && !session.globals().json;
        return visible ? new ProgressBar(session.terminal()) : null;
    }

    @Override
    public synchronized void progress(Progress progress) {
        long now = Time.now();
        if (now - drawnAt < INTERVAL) {
            return;
        }
        drawnAt = now;
        shown = true;
        terminal.err().print(CLEAR + line(progress, now - startedAt));
        terminal.err().flush();
    }

    /// The text for this value after so many nanoseconds.
    static String line(Progress progress, long nanos) {
        boolean isBytes = progress.unit().equals("bytes");
        StringBuilder line = new StringBuilder();
        line.append(
                isBytes ? Text.bytes(progress.done()) : progress.done() + " " + progress.unit());
        if (progress.total() > 0) {
            double share = Math.clamp((double) progress.done() / progress.total(), 0, 1);
            int filled = (int) Math.round(share * WIDTH);
            line.append(" of ")
                    .append(isBytes ? Text.bytes(progress.total()) : "" + progress.total())
                    .append(" [")
                    .append("=".repeat(filled))
                    .append(" ".repeat(WIDTH - filled))
                    .append("] ")
                    .append((int) (share * 100))
                    .append('%');
        }
        if (isBytes && nanos > 0) {
            long perSecond = (long) (progress.done() / (nanos / 1e9));
            line.append("  ").append(Text.bytes(perSecond)).append("/s");
        }
        if (progress.item() != null) {
            String item = Text.name(progress.item());
            line.append("  ")
                    .append(item.length() > 40 ? "…" + item.substring(item.length() - 39) : item);
        }
        return line.toString();
    }

    /// Takes the line away, so that results can be printed.
    synchronized void hide() {
        if (shown) {
            shown = false;
            terminal.err().print(CLEAR);
            terminal.err().flush();
        }
    }

    @Override
    public void close() {
        hide();
    }
}
