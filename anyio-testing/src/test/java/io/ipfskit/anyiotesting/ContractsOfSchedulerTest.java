package io.ipfskit.anyiotesting;

import io.ipfskit.anyio.Backend;
import io.ipfskit.anyio.Backends;

import org.junit.jupiter.api.Nested;

/// The contracts on the engine that needs `java.lang` open; runs only where it is.
class ContractsOfSchedulerTest {
    private static Backend scheduler() {
        return Backends.named("loop/scheduler");
    }

    @Nested
    class Whole extends BackendContract {
        @Override
        protected Backend backend() {
            return scheduler();
        }
    }

    @Nested
    class Kernel extends KernelContract {
        @Override
        protected Backend backend() {
            return scheduler();
        }
    }
}
