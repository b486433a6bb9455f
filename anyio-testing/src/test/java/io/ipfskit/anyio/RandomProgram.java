package io.ipfskit.anyio;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/// A program made from a seed: ten tasks of thirty operations each on shared channels, locks,
/// conditions, semaphores and limiters, with timeouts, shields and cancellations at random.
/// Whatever the order of steps, nothing may be lost: each run checks that items, permits and tokens
/// are conserved, that nobody is inside where somebody else is, and that a cancelled scope cancels.
///
/// As `main` it runs seeds on `sim` until one fails.
final class RandomProgram {
    private static final int TASKS = 10;
    private static final int OPERATIONS = 30;

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
        receiveWhatIsThere();
        channel.receiver().close();
        List<Integer> missing = new ArrayList<>(sent);
        for (Integer item : received) {
            if (!missing.remove((Object) item)) {
                broken.add("item " + item + " was received twice or never sent");
            }
        }
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
            int item = number * 1000 + i;
            if (random.nextInt(4) == 0) {
                Duration limit = Duration.ofMillis(random.nextInt(3));
                CancelScope.moveOnAfter(limit, scope -> operation(item, random));
            } else {
                operation(item, random);
            }
        }
        return number;
    }

    private int operation(int item, Random random) throws InterruptedException {
        switch (random.nextInt(10)) {
            case 0, 1 -> {
                channel.sender().send(item);
                sent.add(item);
            }
            case 2 ->
                    CancelScope.moveOnAfter(
                            Duration.ofMillis(2), _ -> received.add(channel.receiver().receive()));
            case 3 -> lock.withLock(() -> inside(inLock, 1, "lock"));
            case 4 -> semaphore.withPermit(() -> inside(inSemaphore, 2, "semaphore"));
            case 5 -> limiter.withToken(() -> inside(inLimiter, 3, "limiter"));
            case 6 -> signalled();
            case 7 -> shielded();
            case 8 -> Time.sleep(Duration.ofNanos(random.nextInt(2_000_000)));
            case 9 -> cancelSomebody(random);
            default -> throw new IllegalStateException("no such operation");
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

    /// One task waits for a signal and another gives exactly one: it must arrive, or nobody waited.
    private void signalled() throws InterruptedException {
        Lock own = new Lock();
        Condition once = new Condition(own);
        boolean[] told = new boolean[1];
        TaskGroup.open(
                "signal",
                group -> {
                    Task<Integer> cancelled = group.fork(() -> awaitTold(own, once, told));
                    Task<Integer> waits = group.fork(() -> awaitTold(own, once, told));
                    Checkpoint.now();
                    Checkpoint.now();
                    cancelled.cancel("only one stays");
                    try {
                        cancelled.join();
                    } catch (TaskFailed _) {
                        // as it should be; waited for without spinning, which starves others
                    }
                    own.withLock(() -> {
                        told[0] = true;
                        once.signal();
                        return 0;
                    });
                    Outcome<Integer> arrived =
                            CancelScope.moveOnAfter(Duration.ofMinutes(1), _ -> waits.join());
                    require(!arrived.wasCaught() || !arrived.isCancelled(), "a signal was lost");
                    group.cancel("done");
                    return 0;
                });
    }

    private static int awaitTold(Lock lock, Condition condition, boolean[] told)
            throws InterruptedException {
        return lock.withLock(() -> {
            condition.awaitUntil(() -> told[0]);
            return 0;
        });
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

    private void cancelSomebody(Random random) {
        List<Task<Integer>> all = tasks;
        if (all != null && random.nextInt(6) == 0) {
            all.get(random.nextInt(TASKS)).cancel("at random");
        }
    }

    private void require(boolean holds, String what) {
        if (!holds) {
            broken.add(what);
        }
    }
}
