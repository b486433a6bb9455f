package io.ipfskit.examples;

import io.ipfskit.anyio.AnyIO;
import io.ipfskit.anyio.Task;
import io.ipfskit.anyio.TaskFailed;
import io.ipfskit.anyio.TaskGroup;
import io.ipfskit.anyio.Time;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/// `anyio` alone: task groups. Nothing a group has started is alive when it is left, and a failure
/// ends the rest.
public final class Groups {
    private Groups() {}

    /// Prints two results, then what a failure does to its siblings.
    public static void main(String[] arguments) throws InterruptedException {
        AnyIO.run(
                ChosenBackend.of(arguments).backend(),
                run -> {
                    System.out.println("sum " + sum());
                    System.out.println("squares " + TaskGroup.map(List.of(1, 2, 3), 2, n -> n * n));
                    try {
                        fails();
                    } catch (TaskFailed failed) {
                        System.out.println("failed " + failed.getCause());
                    }
                    return true;
                });
    }

    private static int sum() throws InterruptedException {
        return TaskGroup.open(group -> {
            Task<Integer> left = group.fork(() -> 40);
            Task<Integer> right = group.fork(() -> 2);
            return left.join() + right.join();
        });
    }

    /// The first task would sleep for ever; the failure of the second cancels it.
    private static void fails() throws InterruptedException {
        TaskGroup.open(group -> {
            group.fork(() -> {
                Time.sleepForever();
                return true;
            });
            group.fork(() -> {
                Time.sleep(Duration.ofMillis(1));
                throw new IOException("no route");
            });
            return true;
        });
    }
}
