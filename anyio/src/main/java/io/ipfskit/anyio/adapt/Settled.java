package io.ipfskit.anyio.adapt;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/// Several futures seen as one that tasks may wait for.
final class Settled {
    private Settled() {}

    /// Done when every one is, in whatever way.
    static TaskFuture<Integer> all(List<? extends CompletableFuture<?>> futures) {
        TaskFuture<Integer> all = new TaskFuture<>();
        AtomicInteger left = new AtomicInteger(futures.size() + 1);
        Runnable one =
                () -> {
                    if (left.decrementAndGet() == 0) {
                        all.complete(0);
                    }
                };
        for (CompletableFuture<?> future : futures) {
            var _ = future.whenComplete((_, _) -> one.run());
        }
        one.run();
        return all;
    }

    /// The first result; when all failed, the failure of the last.
    static <T extends @Nullable Object> TaskFuture<T> first(
            List<? extends CompletableFuture<T>> futures) {
        TaskFuture<T> first = new TaskFuture<>();
        AtomicInteger left = new AtomicInteger(futures.size());
        for (CompletableFuture<T> future : futures) {
            var _ =
                    future.whenComplete((value, failure) -> {
                        if (failure == null) {
                            first.complete(value);
                        } else if (left.decrementAndGet() == 0) {
                            first.completeExceptionally(failure);
                        }
                    });
        }
        return first;
    }
}
