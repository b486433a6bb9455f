package io.ipfskit.anyiomigration.before;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// Work with a time limit.
public final class Limits {
    private Limits() {}

    /// Returned at once.
    public static String within(Supplier<String> slow, long millis) throws InterruptedException {
        return CompletableFuture.supplyAsync(slow).orTimeout(millis, TimeUnit.MILLISECONDS).join();
    }

    /// Kept in a variable.
    public static int length(String text) throws InterruptedException, ExecutionException {
        int length =
                CompletableFuture.supplyAsync(() -> text.length())
                        .orTimeout(10, TimeUnit.SECONDS)
                        .get();
        return length + 1;
    }
}
