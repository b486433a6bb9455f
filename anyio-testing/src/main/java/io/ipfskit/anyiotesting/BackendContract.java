package io.ipfskit.anyiotesting;

import io.ipfskit.anyio.Backend;

import org.junit.jupiter.api.Nested;

/// What every [Backend] must do for anyio to be itself on it: whoever writes one extends this class
/// and says which. It is the essence of the kernel's own suite; [KernelContract] looks at the SPI
/// below.
///
/// Every run is checked for what it left behind, threads whose names start with `anyio-` included.
public abstract class BackendContract {
    /// For test classes.
    protected BackendContract() {}

    /// Returns the backend to test; called for each run.
    protected abstract Backend backend();

    /// Runs, tasks and groups.
    @Nested
    final class Tasks extends TaskContract {
        @Override
        Backend backend() {
            return BackendContract.this.backend();
        }
    }

    /// Channels, events, locks and semaphores.
    @Nested
    final class Waking extends WakingContract {
        @Override
        Backend backend() {
            return BackendContract.this.backend();
        }
    }

    /// Scopes, deadlines and timers.
    @Nested
    final class Cancellation extends CancellationContract {
        @Override
        Backend backend() {
            return BackendContract.this.backend();
        }
    }

    /// Foreign calls, threads and randomness.
    @Nested
    final class Borders extends BorderContract {
        @Override
        Backend backend() {
            return BackendContract.this.backend();
        }
    }
}
