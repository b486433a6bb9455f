package io.ipfskit.anyio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.io.IOException;

class TaskGroupTest {
    private static <R extends @org.jspecify.annotations.Nullable Object, X extends Exception> R run(
            Body<Run, R, X> body) throws X, InterruptedException {
        return AnyIO.run(Backends.named("threads"), body);
    }

    @Test
    void exitWaitsForAllTasksAndTheirResultsAreVisible() throws Exception {
        int sum =
                run(run -> {
                    Task<Integer>[] tasks = new Task[2];
                    TaskGroup.open(group -> {
                        tasks[0] =
                                group.fork(
                                        "a",
                                        () -> {
                                            Checkpoint.now();
                                            return 40;
                                        });
                        tasks[1] = group.fork("b", () -> 2);
                        return null;
                    });
                    return tasks[0].result() + tasks[1].result();
                });
        assertThat(sum).isEqualTo(42);
    }

    @Test
    void failingTaskCancelsSiblingsAndComesOutAsTaskFailed() {
        assertThatThrownBy(() ->
                        run(run ->
                                TaskGroup.open(group -> {
                                    group.fork(() -> {
                                        Time.sleepForever();
                                        return 0;
                                    });
                                    group.fork(
                                            "bad",
                                            () -> {
                                                throw new IOException("boom");
                                            });
                                    Time.sleepForever();
                                    return 0;
                                })))
                .isInstanceOf(TaskFailed.class)
                .hasCauseInstanceOf(IOException.class);
    }
}
