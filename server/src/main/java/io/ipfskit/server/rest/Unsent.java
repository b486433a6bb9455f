package io.ipfskit.server.rest;

import io.ipfskit.operation.ErrorCode;
import io.ipfskit.operation.OperationFailed;
import io.ipfskit.server.http.ClientGone;

import org.jspecify.annotations.Nullable;

import java.io.IOException;

/// Carries the failure of a write to the client through an operation's handler, whose signature has
/// no room for it: the operation ends as cancelled, and the door gets its own exception back.
final class Unsent {
    /// A write.
    interface Write {
        void run() throws IOException, InterruptedException;
    }

    /// A call of an operation.
    interface Invoke<R extends @Nullable Object> {
        R run() throws IOException, InterruptedException;
    }

    private Unsent() {}

    static void wrap(Write write) throws InterruptedException {
        try {
            write.run();
        } catch (IOException unsent) {
            throw new OperationFailed(ErrorCode.CANCELLED, "the client left", unsent);
        }
    }

    static <R extends @Nullable Object> R unwrap(Invoke<R> invoke)
            throws IOException, InterruptedException {
        try {
            return invoke.run();
        } catch (OperationFailed failed) {
            if (failed.getCause() instanceof ClientGone gone) {
                throw gone;
            }
            throw failed;
        }
    }
}
