package io.ipfskit.bench.contest;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/// Bare virtual threads with the JDK's queues, locks and executor: no tree, no results that find
/// their way, cancellation by hand.
final class VirtualThreads implements Contender {
    private static final int WIDTH = 10;
    private static final long SETTLING_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    /// A body that may be interrupted.
    interface Body {
        void run() throws InterruptedException;
    }

    @Override
    public void spawn(int tasks) throws InterruptedException {
        aside(() -> {
            Thread[] group = new Thread[GROUP];
            for (int left = tasks; left > 0; left -= GROUP) {
                for (int i = 0; i < GROUP; i++) {
                    group[i] = Thread.startVirtualThread(() -> {});
                }
                for (Thread thread : group) {
                    thread.join();
                }
            }
        });
    }

    @Override
    @SuppressWarnings("ThreadPriorityCheck") // yielding is what is measured
    public void yields(int yields) throws InterruptedException {
        crowd(
                CROWD,
                () -> {
                    for (int i = 0; i < yields / CROWD; i++) {
                        Thread.yield();
                    }
                });
    }

    @Override
    public void items(Traffic traffic) throws InterruptedException {
        BlockingQueue<Integer> queue =
                switch (traffic.capacity()) {
                    case 0 -> new SynchronousQueue<>();
                    case UNBOUNDED -> new LinkedBlockingQueue<>();
                    default -> new ArrayBlockingQueue<>(traffic.capacity());
                };
        exchange(traffic, () -> queue.put(1), queue::take);
    }

    /// Runs senders and receivers that do `send` and `receive` for each item.
    static void exchange(Traffic traffic, Body send, Body receive) throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int s = 0; s < traffic.senders(); s++) {
            threads.add(repeating(traffic.items() / traffic.senders(), send));
        }
        for (int r = 0; r < traffic.receivers(); r++) {
            threads.add(repeating(traffic.items() / traffic.receivers(), receive));
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private static Thread repeating(int times, Body body) {
        return start(() -> {
            for (int i = 0; i < times; i++) {
                body.run();
            }
        });
    }

    @SuppressWarnings("LockNotBeforeTry") // nothing stands between the two
    @Override
    public void handOvers(int handOvers) throws InterruptedException {
        ReentrantLock lock = new ReentrantLock(true);
        lock.lock();
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < CROWD; t++) {
            threads.add(
                    repeating(
                            handOvers / CROWD,
                            () -> {
                                lock.lock();
                                lock.unlock();
                            }));
        }
        while (lock.getQueueLength() < CROWD) {
            Thread.onSpinWait();
        }
        lock.unlock();
        for (Thread thread : threads) {
            thread.join();
        }
    }

    @Override
    public void portalCalls(int calls) throws Exception {
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < calls; i++) {
                int number = i;
                executor.submit(() -> number).get();
            }
        }
    }

    @Override
    public void requests(int requests, Runnable work) throws Exception {
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> burst = new ArrayList<>();
            for (int left = requests; left > 0; left -= GROUP) {
                for (int i = 0; i < GROUP; i++) {
                    burst.add(executor.submit(work));
                }
                for (Future<?> answer : burst) {
                    answer.get();
                }
                burst.clear();
            }
        }
    }

    @Override
    public long cancelTree(int levels) throws InterruptedException {
        AtomicInteger asleep = new AtomicInteger();
        return cancelled(Math.powExact(WIDTH, levels), asleep, () -> grow(WIDTH, levels, asleep));
    }

    @Override
    public long cancelSleepers(int sleepers) throws InterruptedException {
        AtomicInteger asleep = new AtomicInteger();
        return cancelled(sleepers, asleep, () -> grow(sleepers, 1, asleep));
    }

    private static void grow(int width, int levels, AtomicInteger asleep)
            throws InterruptedException {
        if (levels == 0) {
            asleep.incrementAndGet();
            new CountDownLatch(1).await();
            return;
        }
        List<Thread> children = new ArrayList<>(width);
        for (int i = 0; i < width; i++) {
            children.add(start(() -> grow(width, levels - 1, asleep)));
        }
        boolean interrupted = false;
        for (Thread child : children) {
            while (child.isAlive()) {
                try {
                    child.join();
                } catch (InterruptedException _) {
                    interrupted = true;
                    children.forEach(Thread::interrupt);
                }
            }
        }
        if (interrupted) {
            throw new InterruptedException();
        }
    }

    private static long cancelled(int sleepers, AtomicInteger asleep, Body root)
            throws InterruptedException {
        Thread top = start(root);
        while (asleep.get() < sleepers) {
            LockSupport.parkNanos(1_000);
        }
        LockSupport.parkNanos(SETTLING_NANOS);
        long at = System.nanoTime();
        top.interrupt();
        top.join();
        return System.nanoTime() - at;
    }

    @Override
    public void park(int tasks, Runnable whileParked) throws InterruptedException {
        CountDownLatch gate = new CountDownLatch(1);
        CountDownLatch arriving = new CountDownLatch(tasks);
        List<Thread> threads = new ArrayList<>(tasks);
        for (int i = 0; i < tasks; i++) {
            threads.add(
                    start(() -> {
                        arriving.countDown();
                        gate.await();
                    }));
        }
        arriving.await();
        LockSupport.parkNanos(SETTLING_NANOS);
        whileParked.run();
        gate.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private static void crowd(int size, Body body) throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            threads.add(start(body));
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private static void aside(Body body) throws InterruptedException {
        start(body).join();
    }

    private static Thread start(Body body) {
        return Thread.startVirtualThread(() -> {
            try {
                body.run();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt(); // its end is what was asked for
            }
        });
    }
}
