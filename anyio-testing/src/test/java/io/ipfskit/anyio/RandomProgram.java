package io.ipfskit.anyio;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;

/// A program made from a seed: twelve tasks of two hundred operations each on shared channels,
/// locks, conditions, semaphores and limiters, with tasks below them, timeouts, shields and
/// cancellations at random. Whatever the order of steps, nothing may be lost: each run checks that
/// items, permits and tokens are conserved, that nobody is inside where somebody else is, that a
/// cancelled scope cancels and that a signal reaches somebody.
///
/// As `main` it runs seeds on `sim` until one fails.
final class RandomProgram {
    private static final int TASKS = 12;
    private static final int OPERATIONS = 200;

    private final long seed;
    private final Channel<Integer> channel;
    private final Lock lock = new Lock();
    private final Semaphore semaphore = new Semaphore(2, 2);
    private final CapacityLimiter limiter = new CapacityLimiter(3);
    private final AtomicInteger inLock = new AtomicInteger();
    private final AtomicInteger inSemaphore = new AtomicInteger();
    private final AtomicInteger inLimiter = new AtomicInteger();
    private final ConcurrentLinkedQueue<Integer> sent = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Integer> received = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<String> broken = new ConcurrentLinkedQueue<>();
    private final AtomicInteger operations = new AtomicInteger();
    private final AtomicInteger items = new AtomicInteger();
    private final AtomicReferenceArray<@Nullable CancelScope> scopes =
            new AtomicReferenceArray<>(TASKS);
    private volatile @Nullable List<Task<Integer>> tasks;

    RandomProgram(long seed) {
        this.seed = seed;
        this.channel = Channel.open((int) Math.floorMod(seed, 3L));
    }

    /// Runs seeds on `sim`; arguments: first seed, number of seeds. Exit code 1 tells a failure.
    public static void main(String[] args) throws InterruptedException {
        long first = Long.parseLong(args[0]);
        for (long seed = first; seed < first + Long.parseLong(args[1]); seed++) {
            try {
                String outcome = AnyIO.run(SimBackend.seeded(seed), new RandomProgram(seed)::run);
                if (!outcome.equals("conserved")) {
                    System.out.println("caught at seed " + seed + ": " + outcome);
                    System.exit(1);
                }
            } catch (Exception | Error failure) {
                System.out.println("caught at seed " + seed + ": " + failure);
                System.exit(1);
            }
        }
        System.out.println("conserved");
    }

    /// Returns `conserved`, or what was not.
    String run(Run run) throws InterruptedException {
        TaskGroup.open(
                "program",
                group -> {
                    Random random = new Random(seed);
                    List<Task<Integer>> forked = new ArrayList<>();
                    for (int t = 0; t < TASKS; t++) {
                        int number = t;
                        Random own = new Random(random.nextLong());
                        forked.add(group.fork("task-" + t, () -> operate(number, own)));
                    }
                    tasks = forked;
                    neverRun();
                    group.forkService("drain", () -> drain(forked));
                    return 0;
                });
        limiter.setTotal(3);
        receiveWhatIsThere();
        channel.receiver().close();
        List<Integer> missing = new ArrayList<>(sent);
        for (Integer item : received) {
            if (!missing.remove((Object) item)) {
                broken.add("item " + item + " was received twice or never sent");
            }
        }
        List<Task<Integer>> all = Objects.requireNonNull(tasks);
        long whole = all.stream().filter(task -> task.state() == TaskState.DONE).count();
        require(operations.get() >= whole * OPERATIONS, "operations left out");
        require(whole >= TASKS / 2, "only " + whole + " tasks were not cancelled");
        require(missing.isEmpty(), "items lost: " + missing);
        require(
                semaphore.statistics().equals(new Semaphore.Statistics(2, 0)),
                "semaphore: " + semaphore.statistics());
        require(
                limiter.statistics().equals(new CapacityLimiter.Statistics(3, 0, 0)),
                "limiter: " + limiter.statistics());
        require(!lock.isLocked() && lock.waiting() == 0, "lock: " + lock.statistics());
        return broken.isEmpty() ? "conserved" : broken.toString();
    }

    private void receiveWhatIsThere() {
        while (channel.receiver().tryReceive()
                instanceof ReceiveResult.Received<Integer>(Integer item)) {
            received.add(item);
        }
    }

    /// Receives what nobody else does, so that senders go on.
    private int drain(List<Task<Integer>> forked) throws InterruptedException {
        boolean live = true;
        while (live) {
            live = forked.stream().anyMatch(task -> task.state() == TaskState.LIVE);
            receiveWhatIsThere();
            Time.sleep(Duration.ofMillis(1));
        }
        return 0;
    }

    /// A task of a scope that is cancelled already does not run, not even to its first checkpoint.
    private void neverRun() throws InterruptedException {
        CancelScope.run(scope ->
                TaskGroup.open(inner -> {
                    scope.cancel("before it ran");
                    return inner.fork(() -> broken.add("a cancelled task ran"));
                }));
    }

    private int operate(int number, Random random) throws InterruptedException {
        for (int i = 0; i < OPERATIONS; i++) {
            Deadline limit =
                    random.nextInt(4) == 0
                            ? Deadline.after(Duration.ofNanos(random.nextInt(2_000_000)))
                            : Deadline.NONE;
            operations.incrementAndGet();
            CancelScope.moveOnAt(
                    limit,
                    scope -> {
                        scopes.set(number, scope);
                        return operation(random);
                    });
        }
        return number;
    }

    private int operation(Random random) throws InterruptedException {
        switch (random.nextInt(12)) {
            case 0, 1 -> send();
            case 2 -> receive();
            case 3 -> lock.withLock(() -> inside(inLock, 1, "lock"));
            case 4 -> semaphore.withPermit(() -> inside(inSemaphore, 2, "semaphore"));
            case 5 -> limiter.withToken(() -> inside(inLimiter, 3, "limiter"));
            case 6 -> oneSignalForTwo(random.nextBoolean());
            case 7 -> shielded();
            case 8 -> Time.sleep(Duration.ofNanos(random.nextInt(300_000)));
            case 9 -> cancelSomebody(random);
            case 10 -> tasksBelow(new Random(random.nextLong()), new Random(random.nextLong()));
            case 11 -> limiter.setTotal(1 + random.nextInt(3));
            default -> throw new IllegalStateException("no such operation");
        }
        return 0;
    }

    private void send() throws InterruptedException {
        int item = items.incrementAndGet();
        channel.sender().send(item);
        sent.add(item);
    }

    private void receive() throws InterruptedException {
        CancelScope.moveOnAfter(
                Duration.ofMillis(1), _ -> received.add(channel.receiver().receive()));
    }

    /// Tasks that send, receive and lock beside each other, the last of them cancelled at once.
    private void tasksBelow(Random one, Random two) throws InterruptedException {
        TaskGroup.open(
                "below",
                group -> {
                    group.fork(() -> simple(one));
                    group.fork(() -> simple(two));
                    group.fork(() -> simple(two)).cancel("not needed after all");
                    return 0;
                });
    }

    private int simple(Random random) throws InterruptedException {
        switch (random.nextInt(4)) {
            case 0 -> send();
            case 1 -> receive();
            case 2 -> lock.withLock(() -> inside(inLock, 1, "lock"));
            default -> semaphore.withPermit(() -> inside(inSemaphore, 2, "semaphore"));
        }
        return 0;
    }

    private int inside(AtomicInteger count, int most, String what) throws InterruptedException {
        int now = count.incrementAndGet();
        try {
            require(now <= most, what + " let " + now + " in");
            Checkpoint.now();
            return now;
        } finally {
            count.decrementAndGet();
        }
    }

    /// Two tasks wait for one signal, and the first of them is cancelled, before or after it: one
    /// of the two must get it.
    private void oneSignalForTwo(boolean cancelFirst) throws InterruptedException {
        Lock own = new Lock();
        Condition condition = new Condition(own);
        AtomicInteger told = new AtomicInteger();
        TaskGroup.open(
                "signal",
                group -> {
                    Task<Integer> first = group.fork(() -> awaitSignal(own, condition, told));
                    Task<Integer> second = group.fork(() -> awaitSignal(own, condition, told));
                    while (condition.statistics().waiting() < 2) {
                        Time.sleep(Duration.ofNanos(1000));
                    }
                    if (cancelFirst) {
                        first.cancel("before the signal");
                    }
                    own.withLock(() -> {
                        condition.signal();
                        return 0;
                    });
                    first.cancel("after the signal");
                    joinQuietly(first);
                    if (told.get() == 0) {
                        Outcome<Integer> arrived =
                                CancelScope.moveOnAfter(Duration.ofMinutes(1), _ -> second.join());
                        require(!arrived.wasCaught(), "a signal was lost");
                    }
                    group.cancel("done");
                    return 0;
                });
    }

    private static int awaitSignal(Lock lock, Condition condition, AtomicInteger told)
            throws InterruptedException {
        return lock.withLock(() -> {
            condition.await();
            return told.incrementAndGet();
        });
    }

    private static void joinQuietly(Task<?> task) throws InterruptedException {
        try {
            task.join();
        } catch (TaskFailed cancelled) {
            // one of two ways to end here
        }
    }

    /// Clean-up in a cancelled scope goes through under a shield, and the cancellation is there
    /// again behind it.
    private void shielded() throws InterruptedException {
        boolean[] reached = new boolean[2];
        CancelScope.run(scope -> {
            scope.cancel("to be shielded from");
            CancelScope.shield(_ -> {
                Checkpoint.now();
                reached[0] = true;
                return 0;
            });
            Checkpoint.now();
            reached[1] = true;
            return 0;
        });
        require(reached[0], "a shield let a cancellation through");
        require(!reached[1], "a cancelled scope went on");
    }

    /// Mostly what somebody does now, seldom all that it will do.
    private void cancelSomebody(Random random) {
        int victim = random.nextInt(TASKS);
        List<Task<Integer>> all = tasks;
        if (all != null && random.nextInt(100) == 0) {
            all.get(victim).cancel("at random");
        }
        CancelScope scope = scopes.get(victim);
        if (scope != null) {
            scope.cancel("at random");
        }
    }

    private void require(boolean holds, String what) {
        if (!holds) {
            broken.add(what);
        }
    }
}
