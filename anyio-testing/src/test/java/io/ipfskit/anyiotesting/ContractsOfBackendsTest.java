package io.ipfskit.anyiotesting;

import io.ipfskit.anyio.Backend;
import io.ipfskit.anyio.Backends;
import io.ipfskit.anyio.SimBackend;

import org.junit.jupiter.api.Nested;

/// Every backend keeps the contracts: ours, and one that somebody else could have written.
class ContractsOfBackendsTest {
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
