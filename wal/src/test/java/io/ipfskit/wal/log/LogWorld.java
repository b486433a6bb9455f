package io.ipfskit.wal.log;

import io.ipfskit.anyio.TaskGroup;
import io.ipfskit.anyio.sim.DiskFault;
import io.ipfskit.anyio.sim.DiskFaults;
import io.ipfskit.anyio.sim.SimDisk;
import io.ipfskit.anyiotesting.DiskProgram;
import io.ipfskit.anyiotesting.Lives;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;

/// A log on a simulated disk through several lives, and what is known about it from outside: what
/// was submitted, and what was acknowledged.
///
/// As a program it runs seeds until one is caught.
final class LogWorld implements DiskProgram {
    static final Path LOG = Path.of("/data/log");

    /// Failures, a full disk, short transfers and slowness; at most this many in one life.
    static final DiskFaults FAULTS =
            DiskFaults.SOME
                    .withRate(DiskFault.FAIL, 0.04)
                    .withRate(DiskFault.FULL, 0.04)
                    .withFaultsMax(6)
                    .withCrashWithin(60);

    private static final LogOptions SMALL =
            new LogOptions(64 << 10, 64 << 10, 16 << 10, LogOptions.OnDamage.REFUSE);

    private static final int TASKS = 8;
    private static final int APPENDS = 25;

    private final Map<Long, byte[]> submitted = new TreeMap<>();

    /// Records that the next opening must find, by sequence number.
    private final Map<Long, Long> acknowledged = new TreeMap<>();

    private final List<String> wrong = new ArrayList<>();
    private final Ack ack;

    LogWorld() {
        this(Ack.SYNCED);
    }

    /// Makes a world whose random lives count as acknowledged what was acknowledged so.
    LogWorld(Ack ack) {
        this.ack = ack;
    }

    static byte[] payload(long id, int size) {
        ByteBuffer bytes = ByteBuffer.allocate(8 + size);
        bytes.putLong(id);
        new Random(id).ints(size, 0, 256).forEach(b -> bytes.put((byte) b));
        return bytes.array();
    }

    /// Eight tasks append what they can, until the disk goes down.
    @Override
    public void live(TaskGroup services, SimDisk disk, int life, Random random)
            throws InterruptedException {
        List<Integer> tasks = IntStream.range(0, TASKS).boxed().toList();
        int sizes = 1 << new Random(life + disk.changes()).nextInt(14);
        open(
                services,
                disk,
                SMALL,
                log ->
                        TaskGroup.map(
                                tasks,
                                TASKS,
                                task -> {
                                    for (int i = 0; i < APPENDS; i++) {
                                        long id = life * 1_000_000L + task * 1000 + i;
                                        try {
                                            append(log, id, (int) (id * 7919 % sizes), ack);
                                        } catch (IOException refused) {
                                            if (disk.isDown()) {
                                                return "down";
                                            }
                                        }
                                    }
                                    return "all";
                                }));
    }

    /// Five tasks append at once.
    @Override
    public void liveByScript(TaskGroup services, SimDisk disk, int life)
            throws InterruptedException {
        open(
                services,
                disk,
                LogOptions.DEFAULT,
                log ->
                        TaskGroup.map(
                                List.of(1, 2, 3, 4, 5),
                                5,
                                id -> {
                                    try {
                                        append(log, life * 5 + id, id * 700, Ack.SYNCED);
                                        return true;
                                    } catch (IOException failed) {
                                        return false;
                                    }
                                }));
    }

    private interface Work {
        Object on(Log log) throws IOException, InterruptedException;
    }

    /// Works on the log as far as the disk lets it; when it cannot be opened or closed now, nothing
    /// is said about its records.
    private void open(TaskGroup services, SimDisk disk, LogOptions options, Work work)
            throws InterruptedException {
        try (Log log = open(services, disk, options)) {
            work.on(log);
        } catch (LogDamaged | LogLocked damaged) {
            wrong.add(String.valueOf(damaged.getMessage()));
        } catch (IOException failed) {
            return;
        }
    }

    @Override
    public void goOn(TaskGroup services, SimDisk disk, int number, Runnable acknowledged)
            throws IOException, InterruptedException {
        try (Log log = open(services, disk, LogOptions.DEFAULT)) {
            append(log, 98 + number, 900, Ack.SYNCED);
            acknowledged.run();
        }
    }

    @Override
    public void look(TaskGroup services, SimDisk disk) throws IOException, InterruptedException {
        open(services, disk, SMALL).close();
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

    @Override
    public LogWorld copy() {
        LogWorld copy = new LogWorld(ack);
        copy.submitted.putAll(submitted);
        copy.acknowledged.putAll(acknowledged);
        copy.wrong.addAll(wrong);
        return copy;
    }

    @Override
    public List<String> wrong() {
        return wrong;
    }

    /// Runs the seeds from the first to before the second argument; ends with 1 at the first that
    /// is caught.
    public static void main(String[] arguments) throws Exception {
        Lives.hunt(arguments, FAULTS, LogWorld::new);
    }
}
