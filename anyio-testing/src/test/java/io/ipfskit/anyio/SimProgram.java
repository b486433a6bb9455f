package io.ipfskit.anyio;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// A program with a bit of everything that tempts a runtime to be non-deterministic: enum keys,
/// computations, foreign calls, random numbers, timeouts, races for locks and channels. As `main`
/// it prints the traces of many seeds, to be compared between two JVMs.
public final class SimProgram {
    /// Keys whose hash codes differ from process to process.
    enum Colour {
        RED,
        GREEN,
        BLUE
    }

    private SimProgram() {}

    /// Prints one line per seed: the trace and the outcome. Arguments: number of seeds, engine.
    public static void main(String[] args) throws Exception {
        SimBackend engine = (SimBackend) Backends.named(args[1]);
        for (long seed = 0; seed < Long.parseLong(args[0]); seed++) {
            SimBackend backend = engine.withSeed(seed);
            String outcome = AnyIO.run(backend, SimProgram::run);
            System.out.println(backend.trace() + " " + outcome);
        }
    }

    static String run(Run run) throws InterruptedException {
        Channel<Colour> channel = Channel.open(2);
        Lock lock = new Lock();
        Map<Colour, Integer> counts = new EnumMap<>(Colour.class);
        List<String> log = new ArrayList<>();
        TaskGroup.open(group -> {
            for (int t = 0; t < 8; t++) {
                SendChannel<Colour> sender = channel.sender().copy();
                int number = t;
                group.fork(
                        "sender-" + t,
                        () -> {
                            try (sender) {
                                for (int i = 0; i < 10; i++) {
                                    Colour colour =
                                            Colour.values()[Rng.nextInt(Colour.values().length)];
                                    Compute.call(() -> colour.name().length());
                                    sender.send(colour);
                                    Time.sleep(Duration.ofMillis(Rng.nextInt(5)));
                                }
                                Blocking.call(() -> number);
                            }
                            return 0;
                        });
            }
            channel.sender().close();
            for (int t = 0; t < 3; t++) {
                int number = t;
                group.fork(
                        "receiver-" + t,
                        () -> {
                            channel.receiver()
                                    .forEach(colour ->
                                            lock.withLock(() -> {
                                                counts.merge(colour, 1, Integer::sum);
                                                CancelScope.moveOnAfter(
                                                        Duration.ofMillis(1),
                                                        scope -> {
                                                            Time.sleep(
                                                                    Duration.ofMillis(
                                                                            Rng.nextInt(3)));
                                                            return 0;
                                                        });
                                                log.add(number + colour.name());
                                                return 0;
                                            }));
                            return 0;
                        });
            }
            return 0;
        });
        return counts + " " + log.size() + " " + Rng.uuid() + " " + Clock.now();
    }
}
