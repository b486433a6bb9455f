package io.ipfskit.examples;

import io.ipfskit.anyio.AnyIO;
import io.ipfskit.anyio.Blocking;
import io.ipfskit.anyio.adapt.Futures;
import io.ipfskit.anyio.adapt.TaskExecutor;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/// `anyio` alone: code that knows executors and futures only, in a task tree, unchanged.
public final class OldAndNew {
    private OldAndNew() {}

    /// Prints what the old code computes on tasks, then what a future brings to a task.
    public static void main(String[] arguments) throws Exception {
        AnyIO.<Boolean, Exception>run(
                ChosenBackend.of(arguments).backend(),
                run -> {
                    int sum = TaskExecutor.open(executor -> Blocking.call(() -> old(executor)));
                    System.out.println("sum " + sum);
                    CompletableFuture<String> foreign =
                            CompletableFuture.supplyAsync(() -> "arrived");
                    System.out.println(Futures.await(foreign));
                    return true;
                });
    }

    /// What was there before.
    private static int old(ExecutorService executor) throws Exception {
        int sum = 0;
        List<Callable<Integer>> parts = List.of(() -> 40, () -> 2);
        for (Future<Integer> part : executor.invokeAll(parts)) {
            sum += part.get();
        }
        return sum;
    }
}
