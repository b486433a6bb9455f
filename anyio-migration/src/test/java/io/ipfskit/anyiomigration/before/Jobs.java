package io.ipfskit.anyiomigration.before;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/// Jobs of an executor and their futures.
public final class Jobs {
    private Jobs() {}

    /// Two jobs, closed by try-with-resources.
    public static int sum(int left, int right) throws InterruptedException, ExecutionException {
        try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Integer> one = pool.submit(() -> left * 2);
            Future<Integer> other = pool.submit(() -> right * 2);
            return one.get() + other.get();
        }
    }

    /// A job for each item, closed in finally, results in order.
    public static List<Integer> squares(List<Integer> numbers) throws Exception {
        List<Integer> squares = new ArrayList<>();
        ExecutorService pool = Executors.newCachedThreadPool();
        try {
            List<Future<Integer>> futures = new ArrayList<>();
            for (int number : numbers) {
                futures.add(pool.submit(() -> number * number));
            }
            for (Future<Integer> future : futures) {
                squares.add(future.get());
            }
        } finally {
            pool.shutdown();
        }
        return squares;
    }

    /// Jobs without a result, as many as threads.
    public static int count() throws InterruptedException, ExecutionException {
        AtomicInteger count = new AtomicInteger();
        try (ExecutorService pool = Executors.newFixedThreadPool(2)) {
            Future<?> one =
                    pool.submit(() -> {
                        count.addAndGet(1);
                    });
            Future<?> other =
                    pool.submit(() -> {
                        count.addAndGet(2);
                    });
            one.get();
            other.get();
        }
        return count.get();
    }

    /// A job that fails.
    public static String fails() throws InterruptedException, ExecutionException {
        try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            return pool.<String>submit(
                            () -> {
                                throw new IOException("no such page");
                            })
                    .get();
        }
    }
}
