package io.ipfskit.anyio;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/// A bounded pool of platform threads of one run, started on demand by `starter` and ending when
/// idle for long.
///
/// **A system that starts no thread.** What has been handed over then fails with
/// [RejectedExecutionException], unless threads that are there will come to it. A strand of a loop
/// that left cannot fail so; it stays queued, and [#startMissing()] tries again.
///
/// The queue needs no bound of its own: whoever submits is a parked task, so it holds at most one
/// job per task, and of those that were abandoned while queued at most as many again.
final class WorkerPool {
    private static final System.Logger LOG = System.getLogger(WorkerPool.class.getName());
    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private static final int PRUNE_AT_LEAST = 256;

    private final String name;
    private final int threadsMax;
    private final boolean isLongTaking;
    private final Executor starter;
    private final Consumer<Thread> threadStarter;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final ArrayDeque<Runnable> queue = new ArrayDeque<>();

    // Guarded by lock. Invariant: idle <= threads <= threadsMax.
    private int threads;
    private int idle;
    private int pruneAt = PRUNE_AT_LEAST;
    private int sequence;
    private boolean closed;

    /// Whether jobs wait though there is no thread; written under the lock, read by anybody.
    private volatile boolean isStarved;

    /// @param isLongTaking whether jobs may take so long that none is to wait for another's end
    /// @param starter runs what starts a thread, on a platform thread that is no task's
    /// @param threadStarter starts a thread; tests let it fail as a machine without memory does
    WorkerPool(
            String name,
            int threadsMax,
            boolean isLongTaking,
            Executor starter,
            Consumer<Thread> threadStarter) {
        this.name = name;
        this.threadsMax = threadsMax;
        this.isLongTaking = isLongTaking;
        this.starter = starter;
        this.threadStarter = threadStarter;
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

    /// Starts a thread for jobs that found none, if it is time to try again.
    void startMissing() {
        if (!isStarved) {
            return;
        }
        int number;
        lock.lock();
        try {
            isStarved = false;
            if (closed || queue.size() <= idle || threads == threadsMax) {
                return;
            }
            threads++;
            number = ++sequence;
        } finally {
            lock.unlock();
        }
        begin(number);
    }

    private void begin(int suffix) {
        Thread thread =
                Thread.ofPlatform()
                        .daemon()
                        .name(name + "-" + suffix)
                        .inheritInheritableThreadLocals(false)
                        .unstarted(this::work);
        try {
            threadStarter.accept(thread);
        } catch (OutOfMemoryError refused) {
            notStarted(refused);
        }
    }

    private void notStarted(OutOfMemoryError refused) {
        String message = "the system starts no thread for " + name + "; raise its limit of threads";
        List<Handover<?, ?>> lost = new ArrayList<>();
        lock.lock();
        try {
            threads--;
            int without = threads == 0 ? queue.size() : 0;
            if (isLongTaking && threads > 0 && queue.size() > idle) {
                without = 1;
            }
            Iterator<Runnable> newestFirst = queue.descendingIterator();
            while (newestFirst.hasNext() && lost.size() < without) {
                if (newestFirst.next() instanceof Handover<?, ?> handover) {
                    newestFirst.remove();
                    lost.add(handover);
                }
            }
            isStarved = lost.size() < without && !queue.isEmpty();
        } finally {
            lock.unlock();
        }
        LOG.log(System.Logger.Level.ERROR, message, refused);
        for (Handover<?, ?> handover : lost) {
            handover.refuse(new RejectedExecutionException(message, refused));
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
                } catch (InterruptedException foreign) {
                    // Nobody of anyio interrupts this thread, which is no task's.
                    LOG.log(
                            System.Logger.Level.DEBUG,
                            "interrupt of " + name + " dropped",
                            foreign);
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
