package io.ipfskit.anyiomigration.before;

import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/// What is left to people, and why: nothing in this file is rewritten.
@SuppressWarnings("EmptyCatch") // as people write it
public final class Kept {
    private final ExecutorService field = Executors.newCachedThreadPool();
    private final BlockingQueue<String> shared = new ArrayBlockingQueue<>(4);

    /// The executor outlives the method.
    public Future<Integer> ofAField() {
        return field.submit(() -> 1);
    }

    /// One thread is a promise that jobs never overlap.
    public int oneByOne() throws InterruptedException, ExecutionException {
        try (ExecutorService pool = Executors.newSingleThreadExecutor()) {
            Future<Integer> one = pool.submit(() -> 1);
            return one.get();
        }
    }

    /// The failure of one job is treated by itself.
    public int each() throws InterruptedException {
        try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Integer> one = pool.submit(() -> 1);
            try {
                return one.get();
            } catch (ExecutionException failed) {
                return -1;
            }
        }
    }

    /// A future is given away.
    public Future<Integer> given() {
        try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Integer> one = pool.submit(() -> 1);
            return one;
        }
    }

    /// The futures come from elsewhere.
    public void all(List<CompletableFuture<?>> futures) {
        CompletableFuture.allOf(futures.toArray(CompletableFuture<?>[]::new)).join();
    }

    /// The future is given on.
    public CompletableFuture<String> limited(CompletableFuture<String> future) {
        return future.orTimeout(1, TimeUnit.SECONDS);
    }

    /// The queue belongs to many.
    public String next() throws InterruptedException {
        return shared.take();
    }

    /// Cancelled by hand.
    public void until(Runnable tick, ScheduledExecutorService timer) {
        ScheduledFuture<?> ticks = timer.scheduleAtFixedRate(tick, 0, 1, TimeUnit.SECONDS);
        ticks.cancel(false);
    }

    /// A cancellation that nobody learns of.
    public void pause(BlockingQueue<String> queue) {
        try {
            queue.put("item");
        } catch (InterruptedException ignored) {
        }
    }
}
