package io.ipfskit.anyio;

import java.util.concurrent.locks.LockSupport;

/// One virtual thread per strand, in parallel on all cores.
final class ThreadsKernel extends ParallelKernel {
    @Override
    public Strand strand(String name, Runnable body) {
        return new VirtualStrand(
                Thread.ofVirtual()
                        .name(name)
                        .inheritInheritableThreadLocals(false)
                        .unstarted(body));
    }

    private record VirtualStrand(Thread thread) implements Strand {
        @Override
        public void start() {
            thread.start();
        }

        @Override
        public void unpark() {
            LockSupport.unpark(thread);
        }
    }
}
