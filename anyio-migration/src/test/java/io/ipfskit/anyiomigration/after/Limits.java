package io.ipfskit.anyiomigration.after;

import io.ipfskit.anyio.Blocking;
import io.ipfskit.anyio.CancelScope;
import io.ipfskit.anyio.OnCancel;

import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/// Work with a time limit.
public final class Limits {
    private Limits() {}

    /// Returned at once.
    public static String within(Supplier<String> slow, long millis) throws InterruptedException {
        try {
            return CancelScope.failAfter(
                    Duration.ofMillis(millis),
                    scope -> Blocking.<String, RuntimeException>call(slow::get, OnCancel.ABANDON));
        } catch (TimeoutException | RuntimeException failed) {
            throw new CompletionException(failed);
        }
    }

    /// Kept in a variable.
    public static int length(String text) throws InterruptedException, ExecutionException {
        int length;
        try {
            length =
                    CancelScope.failAfter(
                            Duration.ofSeconds(10),
                            scope ->
                                    Blocking.<Integer, RuntimeException>call(
                                            () -> text.length(), OnCancel.ABANDON));
        } catch (TimeoutException | RuntimeException failed) {
            throw new ExecutionException(failed);
        }
        return length + 1;
    }
}
