package io.ipfskit.node.repository;

import io.ipfskit.anyio.AnyIO;
import io.ipfskit.anyio.CancelScope;
import io.ipfskit.anyio.Outcome;
import io.ipfskit.anyio.SimBackend;
import io.ipfskit.anyio.TaskGroup;
import io.ipfskit.anyio.sim.DiskFault;
import io.ipfskit.anyio.sim.DiskFaults;
import io.ipfskit.anyio.sim.DiskScript;
import io.ipfskit.anyio.sim.SimDisk;
import io.ipfskit.multiformats.Cid;
import io.ipfskit.multiformats.Multicodec;
import io.ipfskit.multiformats.Multihash;
import io.ipfskit.wal.log.LogDamaged;
import io.ipfskit.wal.log.LogOptions;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.logging.Level;
import java.util.logging.Logger;

/// A repository log on a simulated disk, through lives that end by a power loss or a kill, and what
/// is known about its pins from outside. Tasks change pins of their own, so that for each pin there
/// is one history: what was acknowledged last, and what was asked for after that.
final class RepositoryWorld {
    private static final Path LOG = Path.of("/data/log");
    private static final DiskFaults FAULTS =
            DiskFaults.SOME
                    .withRate(DiskFault.FAIL, 0.04)
                    .withRate(DiskFault.FULL, 0.04)
                    .withFaultsMax(6)
                    .withCrashWithin(60);
    private static final LogOptions SMALL =
            new LogOptions(64 << 10, 64 << 10, 16 << 10, LogOptions.OnDamage.REFUSE);

    private static final int TASKS = 6;
    private static final int PINS = 3;
    private static final int CHANGES = 30;
    private static final int LIVES = 4;

    /// With each refused change what may be doubles.
    private static final int REFUSALS_MAX = 4;

    /// Kept here, since the logging system holds loggers weakly.
    private static final Logger QUIET = Logger.getLogger("io.ipfskit");

    static {
        QUIET.setLevel(Level.OFF);
    }

    /// What the pins of one task may be: the state that holds, and those that were asked for since
    /// without an answer. One state is all pins of the task at once, since a pin can be moved.
    private final Map<Integer, List<Map<Cid, PinEntry>>> possible = new HashMap<>();

    private final List<String> wrong = new ArrayList<>();

    private static Cid cidOf(int task, int pin) {
        return Cid.v1(
                Multicodec.RAW,
                Multihash.sha256(ByteBuffer.allocate(8).putInt(task).putInt(pin).flip()));
    }

    /// Runs one seed; returns what is wrong, or null.
    static @Nullable String seed(long seed, DiskScript mutant) throws Exception {
        RepositoryWorld world = new RepositoryWorld();
        for (int task = 0; task < TASKS; task++) {
            world.possible.put(task, List.of(Map.of()));
        }
        Random random = new Random(seed);
        SimDisk disk = new SimDisk(seed, FAULTS);
        disk.script(mutant);
        for (int life = 0; life < LIVES; life++) {
            long of = seed * LIVES + life;
            run(of, services -> world.life(services, disk, of));
            disk.goDown();
            if (random.nextBoolean()) {
                disk.restartProcess();
            } else {
                disk.powerCycle();
            }
        }
        disk.goDown();
        SimDisk last = disk.afterPowerLoss(seed);
        run(
                seed,
                services -> {
                    try {
                        world.open(services, last).close();
                    } catch (IOException damaged) {
                        world.wrong.add("at last: " + damaged.getMessage());
                    }
                });
        return world.wrong.isEmpty()
                ? null
                : "seed %d: %s%n%s"
                        .formatted(seed, world.wrong.getFirst(), String.join("\n", disk.log()));
    }

    private interface Body {
        void run(TaskGroup services) throws Exception;
    }

    private static void run(long seed, Body body) throws Exception {
        AnyIO.<@Nullable Void, Exception>run(
                SimBackend.seeded(seed),
                _ ->
                        TaskGroup.<@Nullable Void, Exception>open(services -> {
                            body.run(services);
                            return null;
                        }));
    }

    private void life(TaskGroup services, SimDisk disk, long seed) throws InterruptedException {
        List<Integer> tasks = new ArrayList<>(possible.keySet());
        try (RepositoryLog log = open(services, disk)) {
            TaskGroup.map(
                    tasks,
                    TASKS,
                    task -> {
                        Random random = new Random(seed * TASKS + task);
                        int refusals = 0;
                        for (int i = 0; i < CHANGES && refusals < REFUSALS_MAX; i++) {
                            refusals += change(log, task, random) ? 0 : 1;
                        }
                        return true;
                    });
        } catch (IOException failed) {
            if (!disk.isDown() && failed instanceof LogDamaged) {
                wrong.add(String.valueOf(failed.getMessage()));
            }
        }
    }

    /// Opens the log, and compares what is in it with what may be. From then on that holds.
    private RepositoryLog open(TaskGroup services, SimDisk disk)
            throws IOException, InterruptedException {
        RepositoryLog log = RepositoryLog.open(services, disk, LOG, SMALL);
        long known = 0;
        for (Map.Entry<Integer, List<Map<Cid, PinEntry>>> entry : possible.entrySet()) {
            Map<Cid, PinEntry> found = found(log, entry.getKey());
            known += found.size();
            if (!entry.getValue().contains(found)) {
                wrong.add("found " + found + ", possible are " + entry.getValue());
            }
            entry.setValue(List.of(found));
        }
        if (known != log.pinCount()) {
            wrong.add("pins that nobody made");
        }
        return log;
    }

    private static Map<Cid, PinEntry> found(RepositoryLog log, int task) {
        Map<Cid, PinEntry> found = new HashMap<>();
        for (int pin = 0; pin < PINS; pin++) {
            log.pin(cidOf(task, pin)).ifPresent(entry -> found.put(entry.cid(), entry));
        }
        return found;
    }

    private static PinEntry pin(Cid cid, Random random) {
        return new PinEntry(
                cid,
                random.nextBoolean() ? PinKind.RECURSIVE : PinKind.DIRECT,
                random.nextBoolean() ? null : "n" + random.nextInt(100),
                random.nextInt(1000),
                random.nextBoolean() ? PinEntry.NEVER : random.nextInt(1000),
                random.nextBoolean() ? Map.of() : Map.of("k", "x".repeat(random.nextInt(900))));
    }

    /// What a change makes of the pins of a task.
    private record Change(int kind, Cid cid, Cid other, PinEntry made) {
        static Change random(int task, Random random) {
            int first = random.nextInt(PINS);
            Cid cid = cidOf(task, first);
            return new Change(
                    random.nextInt(3), cid, cidOf(task, (first + 1) % PINS), pin(cid, random));
        }

        Map<Cid, PinEntry> applied(Map<Cid, PinEntry> to) {
            Map<Cid, PinEntry> next = new HashMap<>(to);
            if (kind == 0) {
                next.remove(cid);
            } else {
                next.put(cid, made);
            }
            if (kind == 2) {
                next.remove(other);
            }
            return next;
        }

        boolean make(RepositoryLog log) throws IOException, InterruptedException {
            switch (kind) {
                case 0 -> log.remove(cid, (_, _) -> true);
                case 1 -> log.set(cid, (_, _) -> made);
                default -> log.replace(other, cid, true, (_, _, _) -> made);
            }
            return true;
        }
    }

    /// One change, some of them cancelled on the way. What is told must be what the log then shows.
    /// Returns false when it was refused.
    private boolean change(RepositoryLog log, int task, Random random) throws InterruptedException {
        List<Map<Cid, PinEntry>> before = Optional.ofNullable(possible.get(task)).orElseThrow();
        Map<Cid, PinEntry> now = before.getFirst();
        Change change = Change.random(task, random);
        List<Map<Cid, PinEntry>> either = new ArrayList<>(before);
        before.forEach(state -> either.add(change.applied(state)));
        possible.put(task, either);
        boolean cancels = random.nextInt(4) == 0;
        Outcome<Boolean> outcome;
        try {
            outcome =
                    CancelScope.<Boolean, IOException>run(scope -> {
                        if (cancels) {
                            scope.cancel("test");
                        }
                        return change.make(log);
                    });
        } catch (IOException refused) {
            // The bytes may have reached the disk all the same.
            requireShown(log, task, now, "refused");
            return false;
        }
        if (outcome.wasCaught()) {
            // Before anything was written: so it is not there after a crash either.
            requireShown(log, task, now, "cancelled");
            possible.put(task, before);
        } else {
            Map<Cid, PinEntry> next = change.applied(now);
            requireShown(log, task, next, "acknowledged");
            possible.put(task, List.of(next));
        }
        return true;
    }

    private void requireShown(
            RepositoryLog log, int task, Map<Cid, PinEntry> expected, String after) {
        Map<Cid, PinEntry> shown = found(log, task);
        if (!shown.equals(expected)) {
            wrong.add(after + ", but shown is " + shown + " instead of " + expected);
        }
    }
}
