package io.ipfskit.anyio;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/// Rounds in which each wake-up has one chance to be lost: nothing in them is woken a second time
/// by a deadline or by a cancellation that comes later. A wake-up that is lost leaves a round
/// standing for ever. What is conserved is counted at the end of each round.
final class StressProgram {
    private static final int REPEATS = 50;

    private final Random random;

    StressProgram(long seed) {
        random = new Random(seed);
    }

    /// Plays one round.
    void round() throws InterruptedException {
        switch (random.nextInt(10)) {
            case 0 -> channel(random.nextInt(3), 1 + random.nextInt(3), 1 + random.nextInt(3));
            case 1 -> lockWithCancelledWaiters();
            case 2 -> semaphoreWithCancelledWaiters();
            case 3 -> eventSetWhileAwaited();
            case 4 -> cancelledWhileItBeginsToWait();
            case 5 -> dueWhileItBeginsToWait();
            case 6 -> joinedWhileItEnds();
            case 7 -> conditionHandedOver();
            case 8 -> foreignCallsWithCancellations();
            case 9 -> itemsWithCancelledReceivers();
            default -> throw new IllegalStateException("no such round");
        }
    }

    private static void channel(int capacity, int senders, int receivers)
            throws InterruptedException {
        AtomicInteger received = new AtomicInteger();
        Channel<Integer> channel = Channel.open(capacity);
        TaskGroup.open(group -> {
            for (int r = 0; r < receivers; r++) {
                group.fork(() -> {
                    channel.receiver().forEach(item -> received.incrementAndGet());
                    return 0;
                });
            }
            TaskGroup.open(all -> {
                for (int s = 0; s < senders; s++) {
                    all.fork(() -> {
                        for (int i = 0; i < REPEATS; i++) {
                            channel.sender().send(i);
                        }
                        return 0;
                    });
                }
                return 0;
            });
            channel.sender().close();
            return 0;
        });
        require(received.get() == senders * REPEATS, "items received: " + received);
    }

    private void lockWithCancelledWaiters() throws InterruptedException {
        Lock lock = new Lock();
        int[] inside = new int[1];
        cancelSomeOf(() ->
                lock.withLock(() -> {
                    require(++inside[0] == 1, "two inside a lock");
                    inside[0]--;
                    return 0;
                }));
        require(!lock.isLocked() && lock.waiting() == 0, "lock: " + lock.statistics());
    }

    private void semaphoreWithCancelledWaiters() throws InterruptedException {
        Semaphore semaphore = new Semaphore(2, 2);
        AtomicInteger inside = new AtomicInteger();
        cancelSomeOf(() ->
                semaphore.withPermit(() -> {
                    require(inside.incrementAndGet() <= 2, "three inside a semaphore of two");
                    inside.decrementAndGet();
                    return 0;
                }));
        require(
                semaphore.statistics().equals(new Semaphore.Statistics(2, 0)),
                "semaphore: " + semaphore.statistics());
    }

    private static void eventSetWhileAwaited() throws InterruptedException {
        for (int i = 0; i < REPEATS; i++) {
            Event event = new Event();
            TaskGroup.open(group -> {
                group.fork(() -> await(event));
                group.fork(() -> await(event));
                group.fork(() -> {
                    event.set();
                    return 0;
                });
                return await(event);
            });
        }
    }

    private static void cancelledWhileItBeginsToWait() throws InterruptedException {
        for (int i = 0; i < REPEATS; i++) {
            TaskGroup.open(group -> {
                Task<Integer> sleeps = group.fork(Runs::forever);
                Task<Integer> receives =
                        group.fork(() -> Channel.<Integer>open(0).receiver().receive());
                Task<Integer> opens =
                        group.fork(() ->
                                TaskGroup.open(inner -> {
                                    inner.fork(Runs::forever);
                                    return Runs.forever();
                                }));
                group.fork(() -> {
                    sleeps.cancel("while it begins to wait");
                    receives.cancel("while it begins to wait");
                    opens.cancel("while it begins to wait");
                    return 0;
                });
                return 0;
            });
        }
    }

    private void dueWhileItBeginsToWait() throws InterruptedException {
        for (int i = 0; i < REPEATS; i++) {
            Duration soon = Duration.ofNanos(random.nextInt(200_000));
            require(
                    CancelScope.moveOnAfter(
                                    soon,
                                    scope ->
                                            TaskGroup.open(group -> {
                                                group.fork(Runs::forever);
                                                return Runs.forever();
                                            }))
                            .wasCaught(),
                    "a deadline was not kept");
        }
    }

    private static void joinedWhileItEnds() throws InterruptedException {
        for (int i = 0; i < REPEATS; i++) {
            int number = i;
            TaskGroup.open(group -> {
                Task<Integer> ends = group.fork(() -> number);
                Task<Integer> joins = group.fork(ends::join);
                require(ends.join() == number, "another result");
                return joins.join();
            });
        }
    }

    private static void conditionHandedOver() throws InterruptedException {
        Lock lock = new Lock();
        Condition turned = new Condition(lock);
        int[] turn = new int[1];
        TaskGroup.open(group -> {
            for (int t = 0; t < 3; t++) {
                int mine = t;
                group.fork(() -> {
                    for (int i = 0; i < REPEATS; i++) {
                        lock.withLock(() -> {
                            turned.awaitUntil(() -> turn[0] % 3 == mine);
                            turn[0]++;
                            turned.signalAll();
                            return 0;
                        });
                    }
                    return 0;
                });
            }
            return 0;
        });
        require(turn[0] == 3 * REPEATS, "turns: " + turn[0]);
    }

    private void foreignCallsWithCancellations() throws InterruptedException {
        CapacityLimiter limiter = new CapacityLimiter(2);
        for (OnCancel onCancel : OnCancel.values()) {
            cancelSomeOf(() -> {
                Blocking.call(() -> 0, limiter, onCancel);
                return Compute.call(() -> 0);
            });
        }
        // An abandoned call gives its token back when it really ends.
        limiter.setTotal(3);
        for (String borrower : List.of("a", "b", "c")) {
            limiter.acquire(borrower);
        }
        for (String borrower : List.of("a", "b", "c")) {
            limiter.release(borrower);
        }
    }

    private void itemsWithCancelledReceivers() throws InterruptedException {
        Channel<Integer> channel = Channel.open(random.nextInt(2));
        AtomicInteger received = new AtomicInteger();
        TaskGroup.open(group -> {
            group.fork(() -> {
                try (SendChannel<Integer> sender = channel.sender()) {
                    for (int i = 0; i < REPEATS; i++) {
                        sender.send(i);
                    }
                }
                return 0;
            });
            cancelSomeOf(() -> {
                if (channel.receiver().receiveOrEnd() instanceof ReceiveResult.Received<Integer>) {
                    received.incrementAndGet();
                }
                return 0;
            });
            channel.receiver().forEach(item -> received.incrementAndGet());
            return 0;
        });
        require(received.get() == REPEATS, "items received: " + received);
    }

    /// Runs many of `body` side by side and cancels every third while it runs or waits.
    private void cancelSomeOf(Section<Integer, RuntimeException> body) throws InterruptedException {
        int first = random.nextInt(3);
        TaskGroup.open(group -> {
            List<Task<Integer>> tasks = new ArrayList<>();
            for (int i = 0; i < REPEATS; i++) {
                tasks.add(group.fork(body::run));
                if (i % 3 == first) {
                    tasks.get(random.nextInt(tasks.size())).cancel("at random");
                }
            }
            return 0;
        });
    }

    private static int await(Event event) throws InterruptedException {
        event.await();
        return 0;
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }
}
