package io.ipfskit.anyiomigration.after;

import io.ipfskit.anyio.Task;
import io.ipfskit.anyio.TaskFailed;
import io.ipfskit.anyio.TaskGroup;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/// Jobs of an executor and their futures.
public final class Jobs {
    private Jobs() {}

    /// Two jobs, closed by try-with-resources.
    public static int sum(int left, int right) throws InterruptedException, ExecutionException {
        try {
            return TaskGroup.open(group -> {
                Task<Integer> one = group.fork(() -> left * 2);
                Task<Integer> other = group.fork(() -> right * 2);
                return one.join() + other.join();
            });
        } catch (TaskFailed failed) {
            throw new ExecutionException(failed.getCause());
        }
    }

    /// A job for each item, closed in finally, results in order.
    public static List<Integer> squares(List<Integer> numbers) throws Exception {
        List<Integer> squares = new ArrayList<>();
        try {
            TaskGroup.open(group -> {
                List<Task<Integer>> futures = new ArrayList<>();
                for (int number : numbers) {
                    futures.add(group.fork(() -> number * number));
                }
                for (Task<Integer> future : futures) {
                    squares.add(future.join());
                }
                return null;
            });
        } catch (TaskFailed failed) {
            throw new ExecutionException(failed.getCause());
        }
        return squares;
    }

    /// Jobs without a result, as many as threads.
    public static int count() throws InterruptedException, ExecutionException {
        AtomicInteger count = new AtomicInteger();
        try {
            TaskGroup.open(group -> {
                Task<?> one =
                        group.fork(() -> {
                            count.addAndGet(1);
                            return null;
                        });
                Task<?> other =
                        group.fork(() -> {
                            count.addAndGet(2);
                            return null;
                        });
                one.join();
                other.join();
                return null;
            });
        } catch (TaskFailed failed) {
            throw new ExecutionException(failed.getCause());
        }
        return count.get();
    }

    /// A job that fails.
    public static String fails() throws InterruptedException, ExecutionException {
        try {
            return TaskGroup.open(group -> {
                return group.<String>fork(
                                () -> {
                                    throw new IOException("no such page");
                                })
                        .join();
            });
        } catch (TaskFailed failed) {
            throw new ExecutionException(failed.getCause());
        }
    }
}
