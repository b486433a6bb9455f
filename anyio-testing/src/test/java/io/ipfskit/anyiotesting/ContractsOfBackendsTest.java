package io.ipfskit.anyiotesting;

import io.ipfskit.anyio.Backend;
import io.ipfskit.anyio.Backends;
import io.ipfskit.anyio.SimBackend;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.condition.EnabledIf;

/// Every backend keeps the contracts: ours, and one that somebody else could have written.
class ContractsOfBackendsTest {
    static boolean hasScheduler() {
        return Backends.engines().stream().anyMatch(b -> b.engine().equals("loop/scheduler"));
    }

    @Nested
    class Threads extends BackendContract {
        @Override
        protected Backend backend() {
            return Backends.named("threads");
        }
    }

    @Nested
    class LoopBaton extends BackendContract {
        @Override
        protected Backend backend() {
            return Backends.named("loop/baton");
        }
    }

    @Nested
    @EnabledIf("io.ipfskit.anyiotesting.ContractsOfBackendsTest#hasScheduler")
    class LoopScheduler extends BackendContract {
        @Override
        protected Backend backend() {
            return Backends.named("loop/scheduler");
        }
    }

    @Nested
    class Platform extends BackendContract {
        @Override
        protected Backend backend() {
            return Backends.named("platform");
        }
    }

    @Nested
    class Sim extends BackendContract {
        @Override
        protected Backend backend() {
            return SimBackend.seeded(7);
        }
    }

    @Nested
    class Tiny extends BackendContract {
        @Override
        protected Backend backend() {
            return Backends.named("tiny");
        }
    }

    @Nested
    class ThreadsKernel extends KernelContract {
        @Override
        protected Backend backend() {
            return Backends.named("threads");
        }
    }

    @Nested
    class LoopBatonKernel extends KernelContract {
        @Override
        protected Backend backend() {
            return Backends.named("loop/baton");
        }
    }

    @Nested
    @EnabledIf("io.ipfskit.anyiotesting.ContractsOfBackendsTest#hasScheduler")
    class LoopSchedulerKernel extends KernelContract {
        @Override
        protected Backend backend() {
            return Backends.named("loop/scheduler");
        }
    }

    @Nested
    class PlatformKernel extends KernelContract {
        @Override
        protected Backend backend() {
            return Backends.named("platform");
        }
    }

    @Nested
    class TinyKernel extends KernelContract {
        @Override
        protected Backend backend() {
            return Backends.named("tiny");
        }
    }
}
