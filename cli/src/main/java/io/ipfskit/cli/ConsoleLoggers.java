package io.ipfskit.cli;

import org.jspecify.annotations.Nullable;

import java.text.MessageFormat;
import java.util.MissingResourceException;
import java.util.ResourceBundle;

/// Gives the libraries their `System.Logger`, without loading a logging library for commands that
/// end at once: until [Logs] is started, warnings go to stderr in one line and the rest is dropped.
public final class ConsoleLoggers extends System.LoggerFinder {
    /// Tells of long steps on backend `loop`. A short command is mostly its own start: loading
    /// classes takes that long, and nobody else waits for the loop.
    private static final String LOOP_WATCH = "io.ipfskit.anyio.LoopDriver";

    private static volatile @Nullable Sink sink;

    /// Where messages go once logging is started.
    interface Sink {
        boolean takes(String logger, System.Logger.Level level);

        void take(
                String logger,
                System.Logger.Level level,
                String message,
                @Nullable Throwable thrown);
    }

    /// Made by the JDK's service loader.
    public ConsoleLoggers() {}

    /// Sends messages to `newSink` from now on; null takes it away.
    static void route(@Nullable Sink newSink) {
        sink = newSink;
    }

    @Override
    public System.Logger getLogger(String name, Module module) {
        return new NamedLogger(name);
    }

    private record NamedLogger(String name) implements System.Logger {
        @Override
        public String getName() {
            return name;
        }

        @Override
        public boolean isLoggable(Level level) {
            if (level == Level.OFF) {
                return false;
            }
            Sink current = sink;
            return current != null
                    ? current.takes(name, level)
                    : level.compareTo(name.equals(LOOP_WATCH) ? Level.ERROR : Level.WARNING) >= 0;
        }

        @Override
        public void log(
                Level level,
                @Nullable ResourceBundle bundle,
                @Nullable String message,
                @Nullable Throwable thrown) {
            if (isLoggable(level)) {
                give(level, text(bundle, message), thrown);
            }
        }

        @Override
        public void log(
                Level level,
                @Nullable ResourceBundle bundle,
                @Nullable String format,
                @Nullable Object @Nullable ... arguments) {
            if (isLoggable(level)) {
                String pattern = text(bundle, format);
                boolean plain = arguments == null || arguments.length == 0;
                give(level, plain ? pattern : MessageFormat.format(pattern, arguments), null);
            }
        }

        private void give(Level level, String message, @Nullable Throwable thrown) {
            Sink current = sink;
            if (current != null) {
                current.take(name, level, message, thrown);
            } else {
                System.err.println(
                        "ipfs-kit: "
                                + (level == Level.ERROR ? "error: " : "warning: ")
                                + message
                                + (thrown == null ? "" : ": " + thrown));
            }
        }

        private static String text(@Nullable ResourceBundle bundle, @Nullable String key) {
            if (bundle == null || key == null) {
                return String.valueOf(key);
            }
            try {
                return bundle.getString(key);
            } catch (MissingResourceException notLocalised) {
                return key;
            }
        }
    }
}
