package io.ipfskit.wal.log;

import io.ipfskit.anyio.CancelScope;
import io.ipfskit.anyio.Clock;
import io.ipfskit.anyio.Disk;
import io.ipfskit.anyio.DiskFile;
import io.ipfskit.anyio.DiskLock;
import io.ipfskit.anyio.Meters;
import io.ipfskit.anyio.OpenMode;
import io.ipfskit.anyio.TaskGroup;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/// A durable, append-only stream of records.
///
/// One flusher task writes; appends that arrive while it writes share the next write and sync.
/// Sequence numbers grow by one per accepted record and are never given out twice; a record that
/// was refused leaves a gap.
///
/// Thread-safe. Appending blocks until the record came as far as asked for; when the caller is
/// cancelled meanwhile, the record may still become durable.
public final class Log implements AutoCloseable {
    private static final int OWNER_BYTES_MAX = 1024;

    private final Path directory;
    private final LogOptions options;
    private final DiskLock lock;
    private final LogWriter writer;
    private final GroupCommit<Pending> commit;
    private final RecoveryReport recovery;
    private final LogMeters meters;
    private final Meters.Watch watch;

    /// Invariant: the number of the last accepted record. Written under the lock of `commit`.
    private volatile long lastSeq;

    private Log(
            TaskGroup services,
            Path directory,
            LogOptions options,
            DiskLock lock,
            LogWriter writer,
            RecoveryReport recovery,
            LogMeters meters,
            long lastSeq)
            throws InterruptedException {
        this.directory = directory;
        this.options = options;
        this.lock = lock;
        this.writer = writer;
        this.recovery = recovery;
        this.meters = meters;
        this.lastSeq = lastSeq;
        this.commit =
                GroupCommit.start(
                        services,
                        "log " + directory.getFileName(),
                        options.maxBatchBytes(),
                        Pending::frameSize,
                        this::number,
                        writer::flush);
        this.watch = meters.segments(writer::segments);
    }

    /// Opens a log, creating it if there is none, and replays its records.
    ///
    /// @param services group whose lifetime bounds the flusher; close the log before leaving it
    /// @throws LogDamaged when acknowledged records no longer validate
    /// @throws LogLocked when another process has it open
    /// @throws LogVersionUnsupported when a newer version wrote it
    public static Log open(
            TaskGroup services,
            Disk disk,
            Path directory,
            LogOptions options,
            ReplayConsumer consumer)
            throws IOException, InterruptedException {
        return open(services, disk, directory, options, Meters.NONE, consumer);
    }

    /// As above, measured: the metrics `wal_...` with the label `stream`, the name of the
    /// directory, and the spans `wal.append`, `wal.fsync` and `wal.recover` (see
    /// `docs/monitoring.md`).
    ///
    /// @param meters may fail as they like: the log is never affected
    public static Log open(
            TaskGroup services,
            Disk disk,
            Path directory,
            LogOptions options,
            Meters meters,
            ReplayConsumer consumer)
            throws IOException, InterruptedException {
        LogMeters measured = new LogMeters(meters, String.valueOf(directory.getFileName()));
        DurableDirectories.create(disk, directory.resolve("segments"), 0700);
        DiskLock lock = lock(disk, directory);
        @Nullable LogWriter writer = null;
        boolean opened = false;
        try {
            Quarantine quarantine = new Quarantine(disk, directory);
            List<String> accepted =
                    options.onDamage() == LogOptions.OnDamage.QUARANTINE
                            ? acceptDamage(disk, directory, quarantine, measured)
                            : List.of();
            Recovery found = recover(disk, directory, measured, consumer);
            long epoch = found.epoch() + 1;
            for (Path useless : found.useless()) {
                disk.delete(useless);
                disk.forceDirectory(directory.resolve("segments"));
            }
            writer = new LogWriter(disk, directory, options, measured, epoch, found);
            RecoveryReport report = found.report(accepted, epoch);
            Recovery.Tail tail = found.tail();
            writer.segments(report.segments());
            if (tail != null) {
                writer.resume(tail);
            }
            long lastSeq = Math.max(found.lastSeq(), quarantine.lastSeq());
            Log log =
                    new Log(services, directory, options, lock, writer, report, measured, lastSeq);
            opened = true;
            return log;
        } finally {
            if (!opened) {
                if (writer != null) {
                    writer.close();
                }
                lock.close();
            }
        }
    }

    /// Reads a log without changing anything, also while another process has it open: for tools.
    ///
    /// @throws LogDamaged when acknowledged records no longer validate
    public static RecoveryReport inspect(Disk disk, Path directory, ReplayConsumer consumer)
            throws IOException, InterruptedException {
        Recovery found = new Recovery(disk, directory, consumer);
        found.run();
        return found.report(List.of(), found.epoch());
    }

    /// Appends a record and waits until it is on stable storage.
    ///
    /// @param type meaning of the record, 0 to 255
    /// @return the record's sequence number
    /// @throws LogException when it is not; nothing is acknowledged then
    public long append(int type, ByteBuffer payload) throws IOException, InterruptedException {
        return append(type, payload, Ack.SYNCED);
    }

    /// Appends a record and waits until it came as far as `ack` says.
    ///
    /// @return the record's sequence number
    /// @throws IllegalArgumentException when type or size is out of range
    public long append(int type, ByteBuffer payload, Ack ack)
            throws IOException, InterruptedException {
        if (type < 0 || type > 255) {
            throw new IllegalArgumentException("record type must be in [0, 255], was " + type);
        }
        if (payload.remaining() > options.maxPayloadBytes()) {
            throw new IllegalArgumentException(
                    "record payload must be at most %d bytes, was %d: store it as a block and log its CID"
                            .formatted(options.maxPayloadBytes(), payload.remaining()));
        }
        ByteBuffer copy = ByteBuffer.allocate(payload.remaining());
        copy.put(payload.duplicate()).flip();
        Pending record = new Pending(type, copy);
        if (!meters.isTracing()) {
            submit(record, ack);
            return record.seq;
        }
        try (Meters.Span span = meters.append()) {
            record.traceparent = span.traceparent();
            try {
                submit(record, ack);
            } catch (IOException | InterruptedException failed) {
                span.failed(failed);
                throw failed;
            }
        }
        return record.seq;
    }

    private void submit(Pending record, Ack ack) throws IOException, InterruptedException {
        GroupCommit.Ticket ticket = commit.submit(record);
        switch (ack) {
            case BUFFERED -> {}
            case WRITTEN -> ticket.awaitWritten();
            case SYNCED -> ticket.await();
        }
    }

    private void number(Pending record) {
        long next = lastSeq + 1;
        record.seq = next;
        lastSeq = next;
    }

    /// Returns what opening found.
    public RecoveryReport recovery() {
        return recovery;
    }

    /// Returns counters.
    public LogStatistics statistics() {
        return writer.statistics(lastSeq);
    }

    /// Returns the directory of the log.
    public Path directory() {
        return directory;
    }

    /// Flushes what was accepted, ends the flusher, covers the last batch (see the package), and
    /// frees the lock. Idempotent.
    @Override
    public void close() throws IOException {
        watch.close();
        try {
            commit.close();
            CancelScope.<@Nullable Void, RuntimeException>shield(_ -> {
                writer.cover();
                return null;
            });
        } catch (InterruptedException e) {
            throw (IOException)
                    new InterruptedIOException("closing log " + directory + " was interrupted")
                            .initCause(e);
        } finally {
            writer.close();
            lock.close();
        }
    }

    /// Reads the log from its beginning to its end.
    private static Recovery recover(
            Disk disk, Path directory, LogMeters meters, ReplayConsumer consumer)
            throws IOException, InterruptedException {
        Recovery found = new Recovery(disk, directory, consumer);
        try (LogMeters.Stretch reading = meters.recovery()) {
            try {
                found.run();
            } catch (IOException e) {
                meters.corrupted(e instanceof LogDamaged ? 1 : 0);
                reading.failed(e);
                throw e;
            }
        }
        meters.corrupted(found.derivedHeaders());
        return found;
    }

    private static List<String> acceptDamage(
            Disk disk, Path directory, Quarantine quarantine, LogMeters meters)
            throws IOException, InterruptedException {
        try {
            new Recovery(disk, directory, ReplayConsumer.NONE).run();
            return List.of();
        } catch (LogDamaged damage) {
            meters.corrupted(1);
            return quarantine.accept(damage);
        }
    }

    private static DiskLock lock(Disk disk, Path directory)
            throws IOException, InterruptedException {
        Path owner = directory.resolve("owner");
        Path file = directory.resolve("lock");
        boolean known = disk.exists(file);
        DiskLock lock = disk.tryLock(file);
        if (lock == null) {
            String who =
                    disk.exists(owner)
                            ? new String(
                                            disk.readAll(owner, OWNER_BYTES_MAX),
                                            StandardCharsets.UTF_8)
                                    .strip()
                            : "another process";
            throw new LogLocked(directory.toString(), who);
        }
        boolean done = false;
        try {
            signOwner(disk, owner);
            if (!known) {
                disk.forceDirectory(directory);
            }
            done = true;
            return lock;
        } finally {
            if (!done) {
                lock.close();
            }
        }
    }

    /// Says who has the log open, for whoever finds it locked.
    private static void signOwner(Disk disk, Path owner) throws IOException, InterruptedException {
        byte[] me =
                "process %d, open since %s%n"
                        .formatted(ProcessHandle.current().pid(), Clock.now())
                        .getBytes(StandardCharsets.UTF_8);
        try (DiskFile target =
                disk.open(owner, OpenMode.readWrite().create().truncate().permissions(0600))) {
            target.write(ByteBuffer.wrap(me), 0);
        }
    }
}
