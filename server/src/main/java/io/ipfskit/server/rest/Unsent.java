package io.ipfskit.server.rest;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;

/// Carries the failure of a write to the client through an operation's handler, whose signature has
/// no room for it: the operation ends, and the door gets its own exception back.
final class Unsent extends UncheckedIOException {
    private static final long serialVersionUID = 1L;

    private Unsent(IOException cause) {
        super(cause);
    }

    /// A write.
    interface Write {
        void run() throws IOException, InterruptedException;
    }

    /// A call of an operation.
    interface Invoke<R extends @Nullable Object> {
        R run() throws IOException, InterruptedException;
    }

    static void wrap(Write write) throws InterruptedException {
        try {
            write.run();
        } catch (IOException unsent) {
            throw new Unsent(unsent);
        }
    }

    static <R extends @Nullable Object> R unwrap(Invoke<R> invoke)
            throws IOException, InterruptedException {
        try {
            return invoke.run();
        } catch (RuntimeException failed) {
            for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
                if (cause instanceof Unsent unsent) {
                    throw unsent.getCause();
                }
            }
            throw failed;
        }
    }
}
