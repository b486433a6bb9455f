package io.ipfskit.anyio;

import io.ipfskit.anyiotesting.TestKit;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/// A program made from a seed that is all race, and so small that `sim` can go through every order
/// of its steps: two tasks of three operations and one of one, on a channel, a lock and a
/// semaphore, the last one perhaps a cancellation. Its outcome is what each task saw.
///
/// Before each operation stands a checkpoint, so that a backend that runs one task at a time can
/// give every order that a parallel one can.
final class RacyProgram {
    /// Enough that an order that `sim` gives at all was given: the least likely one of the 140 has
    /// a chance of about 1 in 200 in each run.
    private static final int SCHEDULES = 4000;

    private final long seed;

    RacyProgram(long seed) {
        this.seed = seed;
    }

    /// The outcomes that there are, by trying the orders on `sim`.
    Set<String> outcomes() throws InterruptedException {
        Set<String> outcomes = new TreeSet<>();
        for (int schedule = 0; schedule < SCHEDULES; schedule++) {
            outcomes.add(AnyIO.run(SimBackend.seeded(schedule), this::run));
        }
        return outcomes;
    }

    String run(Run run) throws InterruptedException {
        Random random = new Random(seed);
        World world = new World(Channel.open(random.nextInt(2)));
        List<Script> scripts = new ArrayList<>();
        for (int operations : new int[] {3, 3, 1}) {
            Script script = new Script();
            for (int i = 0; i < operations; i++) {
                script.operations.add(random.nextInt(7));
            }
            scripts.add(script);
        }
        int victim = random.nextInt(2);
        boolean cancels = random.nextBoolean();
        List<Task<Integer>> tasks = new ArrayList<>();
        TaskGroup.open(group -> {
            for (int t = 0; t < 2; t++) {
                Script script = scripts.get(t);
                int number = t;
                tasks.add(group.fork(() -> script.play(world, number)));
            }
            tasks.add(
                    group.fork(() -> {
                        if (!cancels) {
                            return scripts.get(2).play(world, 2);
                        }
                        Checkpoint.now();
                        tasks.get(victim).cancel("raced");
                        return 0;
                    }));
            TestKit.awaitAllBlocked();
            group.cancel("nothing moves any more");
            return 0;
        });
        StringBuilder outcome = new StringBuilder();
        for (int t = 0; t < 3; t++) {
            outcome.append(scripts.get(t).seen).append(tasks.get(t).state()).append("; ");
        }
        int permits = world.semaphore.available();
        if (permits == 0) {
            world.semaphore.release(); // the winner keeps it; the leak check wants it back
        }
        return outcome
                + "lock "
                + world.entered
                + "; permits "
                + permits
                + "; buffered "
                + world.channel.sender().statistics().buffered();
    }

    private static final class World {
        private final Channel<String> channel;
        private final Lock lock = new Lock();
        private final Semaphore semaphore = new Semaphore(1, 2);
        private final StringBuilder entered = new StringBuilder();

        World(Channel<String> channel) {
            this.channel = channel;
        }
    }

    private static final class Script {
        private final List<Integer> operations = new ArrayList<>();
        private final StringBuilder seen = new StringBuilder();

        int play(World world, int task) throws InterruptedException {
            for (int i = 0; i < operations.size(); i++) {
                Checkpoint.now();
                seen.append(operation(world, operations.get(i), task + "." + i)).append(' ');
            }
            return 0;
        }

        private static String operation(World world, int which, String name)
                throws InterruptedException {
            return switch (which) {
                case 0 -> {
                    world.channel.sender().send(name);
                    yield "sent";
                }
                case 1 -> "got " + world.channel.receiver().receive();
                case 2 -> world.channel.sender().trySend(name).toString();
                case 3 -> world.channel.receiver().tryReceive().toString().replaceAll("@.*", "");
                case 4 ->
                        world.lock.withLock(() -> {
                            world.entered.append(name).append(' ');
                            return "entered";
                        });
                case 5 -> {
                    world.semaphore.acquire();
                    yield "acquired";
                }
                default -> world.semaphore.tryAcquire() ? "took" : "found none";
            };
        }
    }
}
