package io.ipfskit.anyiomigration.after;

import io.ipfskit.anyio.TaskFailed;
import io.ipfskit.anyio.TaskGroup;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/// Computations that are all awaited.
public final class Pages {
    private Pages() {}

    /// Joined by allOf.
    public static String both(String left, Supplier<String> right) throws InterruptedException {
        List<String> all;
        try {
            all = TaskGroup.all(List.<Callable<String>>of(() -> left + "!", right::get));
        } catch (TaskFailed failed) {
            throw new CompletionException(failed.getCause());
        }
        return all.get(0) + all.get(1);
    }
}
