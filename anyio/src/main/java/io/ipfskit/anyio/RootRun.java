package io.ipfskit.anyio;

import org.jspecify.annotations.Nullable;

/// The bridge between the thread that calls [AnyIO#run(Backend, Body)] and the root task.
final class RootRun<R extends @Nullable Object, X extends Exception> {
    private final RunOptions options;
    private final Body<Run, R, X> main;
    private final Run run;

    RootRun(Backend backend, RunOptions options, Body<Run, R, X> main) {
        this.options = options;
        this.main = main;
        this.run = new Run(backend, options.instruments(), options.bridges());
    }

    R run() throws X, InterruptedException {
        boolean interrupted;
        Task<R> root;
        try (Signals signals = Signals.install(options, run)) {
            root =
                    new Task<R>(
                            run,
                            0,
                            options.name(),
                            null,
                            false,
                            TaskLocals.EMPTY,
                            () -> body(signals),
                            _ -> run.ended());
            run.root(root);
            if (run.instruments != null) {
                run.instruments.beforeRun(run);
            }
            root.start();
            interrupted = awaitEnd(root);
        } finally {
            run.close();
            if (run.instruments != null) {
                run.instruments.afterRun(run);
            }
        }
        Throwable failure = root.failure();
        RuntimeException gaveUp = run.kernel().failure();
        if (gaveUp != null) {
            throw gaveUp;
        }
        if (interrupted && !(failure instanceof InterruptedException)) {
            Thread.currentThread().interrupt();
        }
        if (failure == null) {
            return root.result();
        }
        throw Sneaky.<X>as(failure);
    }

    private R body(Signals signals) throws X, InterruptedException {
        if (!options.hasSignals()) {
            return main.run(run);
        }
        return TaskGroup.open(
                "root",
                group -> {
                    group.forkService("signals", signals::serve);
                    return main.run(run);
                });
    }

    private boolean awaitEnd(Task<R> root) {
        boolean interrupted = false;
        while (true) {
            try {
                run.awaitEnd();
                return interrupted;
            } catch (InterruptedException _) {
                interrupted = true;
                root.cancel("the thread that called AnyIO.run was interrupted");
            }
        }
    }
}
