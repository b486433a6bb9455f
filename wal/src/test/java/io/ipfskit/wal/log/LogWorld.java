package io.ipfskit.wal.log;

import io.ipfskit.anyio.AnyIO;
import io.ipfskit.anyio.Body;
import io.ipfskit.anyio.SimBackend;
import io.ipfskit.anyio.TaskGroup;
import io.ipfskit.anyio.sim.DiskFault;
import io.ipfskit.anyio.sim.DiskFaults;
import io.ipfskit.anyio.sim.DiskScript;
import io.ipfskit.anyio.sim.SimDisk;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/// A log on a simulated disk, in a simulated run, through several lives that end by a power loss or
/// a kill; and what is known about it from outside: what was submitted, and what was acknowledged.
///
/// As a program it runs seeds until one is caught.
final class LogWorld {
    static final Path LOG = Path.of("/data/log");

    /// Failures, a full disk, short transfers and slowness; at most this many in one life.
    private static final DiskFaults FAULTS =
            DiskFaults.SOME
                    .withRate(DiskFault.FAIL, 0.04)
                    .withRate(DiskFault.FULL, 0.04)
                    .withFaultsMax(6)
                    .withCrashWithin(60);

    private static final LogOptions SMALL =
            new LogOptions(64 << 10, 64 << 10, 16 << 10, LogOptions.OnDamage.REFUSE);

    private static final int TASKS = 8;
    private static final int APPENDS = 25;
    private static final int LIVES = 4;

    private final Map<Long, byte[]> submitted = new TreeMap<>();

    /// Records that the next opening must find, by sequence number.
    private final Map<Long, Long> acknowledged = new TreeMap<>();

    private final List<String> wrong = new ArrayList<>();

    static byte[] payload(long id, int size) {
        ByteBuffer bytes = ByteBuffer.allocate(8 + size);
        bytes.putLong(id);
        new Random(id).ints(size, 0, 256).forEach(b -> bytes.put((byte) b));
        return bytes.array();
    }

    /// Runs a body inside a task group, in the order of tasks that the seed decides.
    static void run(long seed, Body<TaskGroup, ?, ? extends Exception> body) throws Exception {
        AnyIO.run(
                SimBackend.seeded(seed),
                _ ->
                        TaskGroup.open(group -> {
                            @SuppressWarnings("unchecked")
                            Body<TaskGroup, Object, Exception> any =
                                    (Body<TaskGroup, Object, Exception>) body;
                            any.run(group);
                            return 0;
                        }));
    }

    /// Runs one seed; returns what is wrong, or null.
    static @Nullable String seed(long seed, DiskScript mutant, Ack ack) throws Exception {
        LogWorld world = new LogWorld();
        Random random = new Random(seed);
        SimDisk disk = new SimDisk(seed, FAULTS);
        disk.script(mutant);
        for (int life = 0; life < LIVES; life++) {
            int generation = life;
            run(seed * LIVES + life, services -> world.life(services, disk, generation, ack));
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
                        world.open(services, last, SMALL).close();
                    } catch (IOException damaged) {
                        world.wrong.add("at last: " + damaged.getMessage());
                    }
                    return 0;
                });
        return world.wrong.isEmpty()
                ? null
                : "seed %d: %s%n%s"
                        .formatted(seed, world.wrong.getFirst(), String.join("\n", disk.log()));
    }

    /// Eight tasks append what they can, until the disk goes down.
    private int life(TaskGroup services, SimDisk disk, int generation, Ack ack)
            throws InterruptedException {
        List<Integer> tasks = new ArrayList<>();
        for (int i = 0; i < TASKS; i++) {
            tasks.add(i);
        }
        int sizes = 1 << new Random(generation + disk.changes()).nextInt(14);
        try (Log log = open(services, disk, SMALL)) {
            TaskGroup.map(
                    tasks,
                    TASKS,
                    task -> {
                        for (int i = 0; i < APPENDS; i++) {
                            long id = generation * 1_000_000L + task * 1000 + i;
                            try {
                                append(log, id, (int) (id * 7919 % sizes), ack);
                            } catch (IOException refused) {
                                if (disk.isDown()) {
                                    return "down";
                                }
                            }
                        }
                        return "all";
                    });
        } catch (LogDamaged | LogLocked damaged) {
            wrong.add(String.valueOf(damaged.getMessage()));
        } catch (IOException failed) {
            return 0; // it could not be opened or closed now: nothing is said about its records
        }
        return 0;
    }

    /// Opens the log and compares what is in it with what is known. What was found counts as
    /// acknowledged from then on, for whoever found it acts on it.
    Log open(TaskGroup services, SimDisk disk, LogOptions options)
            throws IOException, InterruptedException {
        Map<Long, byte[]> found = new TreeMap<>();
        Log log =
                Log.open(
                        services,
                        disk,
                        LOG,
                        options,
                        (seq, _, payload) -> {
                            byte[] bytes = new byte[payload.remaining()];
                            payload.get(bytes);
                            found.put(seq, bytes);
                        });
        acknowledged.forEach((seq, id) -> {
            byte[] bytes = found.get(seq);
            if (bytes == null || ByteBuffer.wrap(bytes).getLong() != id) {
                wrong.add("acknowledged record " + seq + " is lost");
            }
        });
        found.forEach((seq, bytes) -> {
            byte[] original =
                    bytes.length < 8 ? null : submitted.get(ByteBuffer.wrap(bytes).getLong());
            if (original == null || !Arrays.equals(original, bytes)) {
                wrong.add("record " + seq + " was never submitted");
            } else {
                acknowledged.put(seq, ByteBuffer.wrap(bytes).getLong());
            }
        });
        return log;
    }

    /// Appends a record of this id.
    void append(Log log, long id, int size, Ack ack) throws IOException, InterruptedException {
        byte[] bytes = payload(id, size);
        submitted.put(id, bytes);
        acknowledged.put(log.append(1, ByteBuffer.wrap(bytes), ack), id);
    }

    /// Returns a world that knows the same.
    LogWorld copy() {
        LogWorld copy = new LogWorld();
        copy.submitted.putAll(submitted);
        copy.acknowledged.putAll(acknowledged);
        copy.wrong.addAll(wrong);
        return copy;
    }

    List<String> wrong() {
        return wrong;
    }

    /// Runs the seeds from the first to before the second argument; ends with 1 at the first that
    /// is caught.
    public static void main(String[] arguments) throws Exception {
        World.quiet();
        for (long seed = Long.parseLong(arguments[0]);
                seed < Long.parseLong(arguments[1]);
                seed++) {
            String caught = seed(seed, DiskScript.NONE, Ack.SYNCED);
            if (caught != null) {
                System.out.println("caught " + caught.lines().findFirst().orElse(""));
                System.exit(1);
            }
        }
    }
}
