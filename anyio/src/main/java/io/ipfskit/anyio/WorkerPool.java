package io.ipfskit.anyio;

import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// A bounded pool of platform threads of one run, started on demand by `starter` and ending when
/// idle for long.
///
/// The queue needs no bound of its own: whoever submits is a parked task, so it holds at most one
/// job per task, and of those that were abandoned while queued at most as many again.
final class WorkerPool {
    private static final System.Logger LOG = System.getLogger(WorkerPool.class.getName());
    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private static final int PRUNE_AT_LEAST = 256;

    private final String name;
    private final int threadsMax;
    private final Executor starter;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final ArrayDeque<Runnable> queue = new ArrayDeque<>();

    // Guarded by lock. Invariant: idle <= threads <= threadsMax.
    private int threads;
    private int idle;
    private int pruneAt = PRUNE_AT_LEAST;
    private int sequence;
    private boolean closed;

    WorkerPool(String name, int threadsMax, Executor starter) {
        this.name = name;
        this.threadsMax = threadsMax;
        this.starter = starter;
    }

    void submit(Runnable job) {
        boolean start = false;
        int number = 0;
        lock.lock();
        try {
            if (closed) {
                throw new RejectedExecutionException("the run has ended");
            }
            if (queue.size() >= pruneAt) {
                queue.removeIf(queued -> queued instanceof Handover<?, ?> h && h.isAbandoned());
                pruneAt = Math.max(PRUNE_AT_LEAST, 2 * queue.size());
            }
            queue.add(job);
            if (idle >= queue.size()) {
                work.signal();
            } else if (threads < threadsMax) {
                threads++;
                number = ++sequence;
                start = true;
            }
        } finally {
            lock.unlock();
        }
        if (start) {
            int suffix = number;
            starter.execute(() -> begin(suffix));
        }
    }

    /// A machine that gives no thread now may give one to the next job, which takes this one along.
    private void begin(int suffix) {
        try {
            Thread.ofPlatform()
                    .daemon()
                    .name(name + "-" + suffix)
                    .inheritInheritableThreadLocals(false)
                    .start(this::work);
        } catch (OutOfMemoryError refused) {
            lock.lock();
            try {
                threads--;
            } finally {
                lock.unlock();
            }
            LOG.log(
                    System.Logger.Level.ERROR,
                    "the system starts no thread for " + name + "; raise its limit of threads",
                    refused);
        }
    }

    int threads() {
        lock.lock();
        try {
            return threads;
        } finally {
            lock.unlock();
        }
    }

    int queued() {
        lock.lock();
        try {
            return queue.size();
        } finally {
            lock.unlock();
        }
    }

    int threadsMax() {
        return threadsMax;
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            work.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void work() {
        while (true) {
            Runnable job = next();
            if (job == null) {
                return;
            }
            try {
                job.run();
            } catch (Throwable unexpected) {
                LOG.log(System.Logger.Level.ERROR, "a job of " + name + " threw", unexpected);
            }
        }
    }

    private @org.jspecify.annotations.Nullable Runnable next() {
        lock.lock();
        try {
            long left = IDLE_NANOS;
            while (queue.isEmpty()) {
                if (closed || left <= 0) {
                    threads--;
                    return null;
                }
                idle++;
                try {
                    left = work.awaitNanos(left);
                } catch (InterruptedException _) {
                    // Nobody of anyio interrupts this thread; a foreign interrupt is dropped here.
                } finally {
                    idle--;
                }
            }
            return queue.poll();
        } finally {
            lock.unlock();
        }
    }
}
