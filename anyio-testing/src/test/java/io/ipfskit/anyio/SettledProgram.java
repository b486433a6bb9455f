package io.ipfskit.anyio;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// A program made from a seed whose outcome the seed alone decides: eight tasks of two hundred
/// operations each, with tasks, scopes, channels, locks, limiters, cancellations and timeouts in
/// them. What the tasks share, they share in ways that no order of steps can change. So every
/// backend, engine and seed of `sim` must give the very same text.
final class SettledProgram {
    private static final int TASKS = 8;
    private static final int OPERATIONS = 200;
    private static final TaskLocal<Integer> LOCAL = new TaskLocal<>("settled");

    private final long seed;
    private final Lock lock = new Lock();
    private final Semaphore semaphore = new Semaphore(2, 2);
    private final CapacityLimiter limiter = new CapacityLimiter(2);
    private final Channel<Integer> shared = Channel.open(3);
    private final AtomicInteger inside = new AtomicInteger();
    private final AtomicLong received = new AtomicLong();
    private int underLock;

    SettledProgram(long seed) {
        this.seed = seed;
    }

    String run(Run run) throws InterruptedException {
        Random random = new Random(seed);
        List<Callable<String>> bodies = new ArrayList<>();
        for (int t = 0; t < TASKS; t++) {
            Random own = new Random(random.nextLong());
            bodies.add(() -> operate(own));
        }
        List<String> logs =
                TaskGroup.open(group -> {
                    group.forkService(
                            "receiver",
                            () -> {
                                shared.receiver().forEach(received::addAndGet);
                                return 0;
                            });
                    List<String> all = TaskGroup.all(bodies);
                    shared.sender().close();
                    while (shared.receiver().statistics().buffered() > 0) {
                        Time.sleep(Duration.ofMillis(1));
                    }
                    return all;
                });
        return String.join("\n", logs)
                + "\nlocked "
                + underLock
                + ", received "
                + received
                + ", "
                + semaphore.statistics()
                + ", "
                + limiter.statistics();
    }

    private String operate(Random random) throws Exception {
        StringBuilder log = new StringBuilder();
        for (int i = 0; i < OPERATIONS; i++) {
            int k = random.nextInt(5);
            log.append(operation(random.nextInt(17), k)).append(' ');
        }
        return log.toString();
    }

    private String operation(int which, int k) throws Exception {
        return switch (which) {
            case 0 -> pipeline(k);
            case 1 -> cancelledByItself(k);
            case 2 -> timedOut(k);
            case 3 -> failingChild(k);
            case 4 -> shielded(k);
            case 5 -> locked(k);
            case 6 -> semaphore.withPermit(() -> among(2, k));
            case 7 -> limiter.withToken(() -> among(2, k));
            case 8 -> sharedSend(k);
            case 9 -> "m" + TaskGroup.map(List.of(1, 2, 3, 4), 1 + k, (Integer i) -> i * k);
            case 10 -> deadlineMoved(k);
            case 11 -> "r" + TaskGroup.race(List.<Callable<Integer>>of(Runs::forever, () -> k));
            case 12 -> pingPong(k);
            case 13 -> LOCAL.where(k, () -> TaskGroup.open(g -> "l" + g.fork(LOCAL::get).join()));
            case 14 -> event(k);
            case 15 -> childCancelled(k);
            case 16 -> promise(k);
            default -> throw new IllegalStateException("no such operation");
        };
    }

    private static String pipeline(int capacity) throws InterruptedException {
        List<Integer> items = new ArrayList<>();
        Channel.<Integer, Integer, RuntimeException>produce(
                capacity,
                sender -> {
                    for (int i = 0; i < 5; i++) {
                        sender.send(i);
                    }
                },
                receiver -> {
                    receiver.forEach(items::add);
                    return 0;
                });
        return "p" + items;
    }

    private static String cancelledByItself(int k) throws InterruptedException {
        StringBuilder reason = new StringBuilder();
        Outcome<Integer> outcome =
                CancelScope.run(scope -> {
                    scope.cancel("because " + k);
                    scope.cancel("not because of this");
                    reason.append(scope.reason());
                    Checkpoint.now();
                    return 0;
                });
        return "c" + reason + outcome.wasCaught();
    }

    private static String timedOut(int k) throws InterruptedException {
        try {
            return "t" + CancelScope.failAfter(Duration.ofNanos(k * 100L), _ -> Runs.forever());
        } catch (TimeoutException timeout) {
            return "t" + CancelScope.moveOnAfter(Duration.ofHours(1), _ -> k).result();
        }
    }

    private static String failingChild(int k) throws InterruptedException {
        try {
            return TaskGroup.open(group -> {
                group.fork(Runs::forever);
                group.fork(
                        "fails-" + k,
                        () -> {
                            Checkpoint.now();
                            throw new IllegalStateException("failure " + k);
                        });
                return "f" + Runs.forever();
            });
        } catch (TaskFailed failed) {
            return "f" + causeOf(failed).getMessage() + failed.getSuppressed().length;
        }
    }

    private static String shielded(int k) throws InterruptedException {
        StringBuilder log = new StringBuilder("s");
        CancelScope.run(scope -> {
            scope.cancel("x");
            log.append(
                    CancelScope.<Integer, RuntimeException>shield(_ -> {
                        Checkpoint.now();
                        return k;
                    }));
            Checkpoint.now();
            log.append("not reached");
            return 0;
        });
        return log.toString();
    }

    private String locked(int k) throws InterruptedException {
        return lock.withLock(() -> {
            int before = underLock;
            Checkpoint.now();
            underLock = before + k;
            return "k";
        });
    }

    private String among(int most, int k) throws InterruptedException {
        int now = inside.incrementAndGet();
        Checkpoint.now();
        inside.decrementAndGet();
        return now > 2 * most ? "too many" : "a" + k;
    }

    private String sharedSend(int k) throws InterruptedException {
        shared.sender().send(k);
        return "h";
    }

    private static String deadlineMoved(int k) throws InterruptedException {
        Outcome<Integer> outcome =
                CancelScope.moveOnAfter(
                        Duration.ofHours(1),
                        scope -> {
                            boolean earlier =
                                    CancelScope.moveOnAfter(
                                                    Duration.ofHours(2 + k),
                                                    _ -> CancelScope.effectiveDeadline())
                                            .result()
                                            .equals(scope.deadline());
                            scope.deadline(earlier ? Deadline.PASSED : Deadline.NONE);
                            Checkpoint.now();
                            return 0;
                        });
        return "d" + outcome.wasCaught();
    }

    private static String pingPong(int k) throws InterruptedException {
        Lock own = new Lock();
        Condition turned = new Condition(own);
        boolean[] ping = {true};
        List<String> log = Collections.synchronizedList(new ArrayList<>());
        TaskGroup.open(group -> {
            for (boolean mine : new boolean[] {true, false}) {
                group.fork(() -> {
                    for (int i = 0; i < k; i++) {
                        own.withLock(() -> {
                            turned.awaitUntil(() -> ping[0] == mine);
                            log.add(mine ? "i" : "o");
                            ping[0] = !mine;
                            turned.signalAll();
                            return 0;
                        });
                    }
                    return 0;
                });
            }
            return 0;
        });
        return "g" + String.join("", log);
    }

    private static String event(int k) throws InterruptedException {
        Event event = new Event();
        AtomicInteger woken = new AtomicInteger();
        TaskGroup.open(group -> {
            for (int i = 0; i < k; i++) {
                group.fork(() -> {
                    event.await();
                    return woken.incrementAndGet();
                });
            }
            Checkpoint.now();
            event.set();
            return 0;
        });
        return "e" + woken;
    }

    private static String childCancelled(int k) throws InterruptedException {
        return TaskGroup.open(group -> {
            Task<Integer> child = group.fork(Runs::forever);
            if (k % 2 == 0) {
                Checkpoint.now();
            }
            child.cancel("reason " + k);
            try {
                child.join();
            } catch (TaskFailed cancelled) {
                return "x" + child.state() + causeOf(cancelled).getMessage();
            }
            return "not cancelled";
        });
    }

    private static Throwable causeOf(TaskFailed failed) {
        return java.util.Objects.requireNonNull(failed.getCause());
    }

    private static String promise(int k) throws InterruptedException {
        Promise<Integer> promise = new Promise<>();
        return TaskGroup.open(group -> {
            Task<Integer> waits = group.fork(promise::await);
            Task<Integer> cancelled = group.fork(promise::await);
            cancelled.cancel("not interested");
            if (k % 2 == 0) {
                Checkpoint.now();
            }
            promise.complete(k);
            return "o" + waits.join();
        });
    }
}
