package io.ipfskit.anyio;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/// One platform thread per strand, up to a cap; a thread whose strand ended carries another.
///
/// Threads are started by the timer thread, never by a task, so that they inherit nothing from one.
final class PlatformKernel extends ParallelKernel {
    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final int strandsMax;
    private final Consumer<Thread> starter;

    // Guarded by this. Invariant: live <= strandsMax.
    private final ArrayDeque<Carrier> idle = new ArrayDeque<>();
    private int live;
    private boolean closed;

    PlatformKernel(int strandsMax) {
        this(strandsMax, Thread::start);
    }

    /// @param starter starts a thread; tests let it fail as a machine without memory does
    PlatformKernel(int strandsMax, Consumer<Thread> starter) {
        this.strandsMax = strandsMax;
        this.starter = starter;
    }

    @Override
    public Strand strand(String name, Runnable body) {
        return new PlatformStrand(name, body);
    }

    @Override
    public ThreadStatistics threadStatistics() {
        int carriers;
        synchronized (this) {
            carriers = live + idle.size();
        }
        return super.threadStatistics().carrying(carriers);
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            for (Carrier carrier : idle) {
                LockSupport.unpark(carrier.thread);
            }
        }
        super.close();
    }

    private void start(PlatformStrand strand) {
        Carrier carrier;
        synchronized (this) {
            if (live == strandsMax) {
                throw new RejectedExecutionException(
                        "backend 'platform' runs at most "
                                + strandsMax
                                + " tasks at once; task '"
                                + strand.name
                                + "' does not run (use backend 'threads', or raise max-tasks)");
            }
            live++;
            carrier = idle.pollLast();
            if (carrier != null) {
                carrier.next = strand;
            }
        }
        if (carrier == null) {
            begin(new Carrier(strand), strand);
        } else {
            LockSupport.unpark(carrier.thread);
        }
    }

    /// Waits until the thread runs: a machine that gives no more threads refuses the task, which
    /// otherwise its group would wait for without end.
    private void begin(Carrier carrier, PlatformStrand strand) {
        FutureTask<Void> started =
                new FutureTask<>(() -> {
                    starter.accept(carrier.thread);
                    return null;
                });
        boolean done = false;
        boolean interrupted = false;
        try {
            startFromPlatformThread(started);
            while (!done) {
                try {
                    started.get();
                    done = true;
                } catch (InterruptedException later) {
                    interrupted = true;
                }
            }
        } catch (ExecutionException refused) {
            throw new RejectedExecutionException(
                    "no thread could be started for task '"
                            + strand.name
                            + "' ("
                            + refused.getCause()
                            + "); use backend 'threads', or raise the system's limit of threads",
                    refused.getCause());
        } finally {
            if (!done) {
                synchronized (this) {
                    live--;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /// A thread that carries one strand after another.
    private final class Carrier {
        private final Thread thread =
                Thread.ofPlatform()
                        .daemon()
                        .name("anyio-task")
                        .inheritInheritableThreadLocals(false)
                        .unstarted(this::carry);

        // Guarded by the kernel. Null while idle.
        private @Nullable PlatformStrand next;

        Carrier(PlatformStrand first) {
            next = first;
        }

        private void carry() {
            for (PlatformStrand strand = take(); strand != null; strand = take()) {
                thread.setName(strand.name);
                strand.thread = thread;
                try {
                    strand.body.run();
                } finally {
                    Thread.interrupted(); // the flag belonged to the strand
                    thread.setName("anyio-task");
                    synchronized (PlatformKernel.this) {
                        next = null;
                        live--;
                        idle.add(this);
                    }
                }
            }
        }

        private @Nullable PlatformStrand take() {
            long until = now() + IDLE_NANOS;
            while (true) {
                synchronized (PlatformKernel.this) {
                    PlatformStrand strand = next;
                    if (strand != null) {
                        return strand;
                    }
                    if (closed || now() >= until) {
                        idle.remove(this);
                        return null;
                    }
                }
                LockSupport.parkNanos(this, until - now());
                Thread.interrupted();
            }
        }
    }

    private final class PlatformStrand implements Strand {
        private final String name;
        private final Runnable body;
        private volatile @Nullable Thread thread;

        PlatformStrand(String name, Runnable body) {
            this.name = name;
            this.body = body;
        }

        @Override
        public void start() {
            PlatformKernel.this.start(this);
        }

        @Override
        public void unpark() {
            LockSupport.unpark(thread); // no effect before it runs: then it has not parked
        }

        @Override
        public @Nullable Thread thread() {
            return thread;
        }
    }
}
