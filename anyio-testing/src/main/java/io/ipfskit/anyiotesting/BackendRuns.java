package io.ipfskit.anyiotesting;

import io.ipfskit.anyio.Backend;
import io.ipfskit.anyio.Body;
import io.ipfskit.anyio.Run;
import io.ipfskit.anyio.RunOptions;
import io.ipfskit.anyio.Time;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/// Runs on the backend that a contract is about. Every run is checked for what it left behind,
/// threads whose names start with `anyio-` included.
abstract class BackendRuns {
    static final Duration LONG = Duration.ofHours(1);
    static final Duration SHORT = Duration.ofMillis(2);
    static final int MANY = 1_000;

    /// Returns the backend to test; called for each run.
    abstract Backend backend();

    final <R extends @Nullable Object, X extends Exception> R run(Body<Run, R, X> body)
            throws X, InterruptedException {
        return TestKit.run(backend(), new RunOptions(), body);
    }

    static int forever() throws InterruptedException {
        Time.sleepForever();
        return 0;
    }
}
