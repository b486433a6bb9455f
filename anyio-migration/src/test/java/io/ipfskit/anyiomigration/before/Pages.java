package io.ipfskit.anyiomigration.before;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/// Computations that are all awaited.
public final class Pages {
    private Pages() {}

    /// Joined by allOf.
    public static String both(String left, Supplier<String> right) throws InterruptedException {
        CompletableFuture<String> one = CompletableFuture.supplyAsync(() -> left + "!");
        CompletableFuture<String> other = CompletableFuture.supplyAsync(right);
        CompletableFuture.allOf(one, other).join();
        return one.join() + other.join();
    }
}
