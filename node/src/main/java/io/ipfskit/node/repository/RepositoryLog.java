package io.ipfskit.node.repository;

import io.ipfskit.anyio.Clock;
import io.ipfskit.anyio.Disk;
import io.ipfskit.anyio.Lock;
import io.ipfskit.anyio.TaskGroup;
import io.ipfskit.multiformats.Cid;
import io.ipfskit.wal.log.Log;
import io.ipfskit.wal.log.LogOptions;
import io.ipfskit.wal.log.RecoveryReport;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/// The log that is the truth about pins, with the pins it adds up to in memory.
///
/// A change is durable when its method returns; readers see it from then on. Changes of one CID
/// happen one after the other, those of different CIDs share a group commit. Thread-safe.
public final class RepositoryLog implements AutoCloseable {
    private static final int STRIPES = 64;

    private final Log log;
    private final ConcurrentNavigableMap<Cid, PinEntry> pins;
    private final Lock[] stripes = new Lock[STRIPES];

    private RepositoryLog(Log log, ConcurrentNavigableMap<Cid, PinEntry> pins) {
        this.log = log;
        this.pins = pins;
        for (int i = 0; i < STRIPES; i++) {
            stripes[i] = new Lock();
        }
    }

    /// Opens the log in `directory`, making it if there is none, and replays the pins.
    ///
    /// @param services group whose lifetime bounds the log; close this before leaving it
    /// @throws IOException when the log cannot be opened, see [Log#open]
    /// @throws io.ipfskit.operation.OperationFailed when a record is of a newer version or
    ///   malformed
    public static RepositoryLog open(TaskGroup services, Disk disk, Path directory)
            throws IOException, InterruptedException {
        return open(services, disk, directory, LogOptions.DEFAULT);
    }

    /// As above, with options of the log.
    public static RepositoryLog open(
            TaskGroup services, Disk disk, Path directory, LogOptions options)
            throws IOException, InterruptedException {
        ConcurrentNavigableMap<Cid, PinEntry> pins = new ConcurrentSkipListMap<>();
        Log log =
                Log.open(
                        services,
                        disk,
                        directory,
                        options,
                        (seq, type, payload) -> {
                            switch (PinRecords.read(seq, type, payload)) {
                                case PinRecords.Change.Set(PinEntry pin) ->
                                        pins.put(pin.cid(), pin);
                                case PinRecords.Change.Remove(Cid cid) -> pins.remove(cid);
                            }
                        });
        return new RepositoryLog(log, pins);
    }

    /// What happens to a pin, decided on what it is now.
    @FunctionalInterface
    public interface Decision {
        /// The kind and name that the pin shall have, or null to leave all as it is.
        ///
        /// @param now the pin as it is, or null
        @Nullable PinEntry decide(@Nullable PinEntry now, long nowMillis);
    }

    /// Sets a pin as `decision` says, and returns the pin that holds now.
    ///
    /// @throws IllegalStateException when the decision leaves no pin
    public PinEntry set(Cid cid, Decision decision) throws IOException, InterruptedException {
        return stripe(cid)
                .withLock(() -> {
                    PinEntry now = pins.get(cid);
                    PinEntry next = decision.decide(now, Clock.now().toEpochMilli());
                    if (next == null) {
                        if (now == null) {
                            throw new IllegalStateException("no pin of " + cid);
                        }
                        return now;
                    }
                    log.append(PinRecords.SET, PinRecords.set(next));
                    pins.put(cid, next);
                    return next;
                });
    }

    /// Checks a pin and removes it.
    ///
    /// @param check throws when the pin must not be removed; gets null when there is none
    public void remove(Cid cid, Check check) throws IOException, InterruptedException {
        stripe(cid)
                .<@Nullable Void, IOException>withLock(() -> {
                    PinEntry now = pins.get(cid);
                    check.check(now);
                    if (now != null) {
                        log.append(PinRecords.REMOVE, PinRecords.remove(cid));
                        pins.remove(cid);
                    }
                    return null;
                });
    }

    /// Looks at a pin before it goes.
    @FunctionalInterface
    public interface Check {
        /// Throws when the pin must stay as it is.
        void check(@Nullable PinEntry now) throws IOException, InterruptedException;
    }

    private Lock stripe(Cid cid) {
        return stripes[Math.floorMod(cid.hashCode(), STRIPES)];
    }

    /// The pin of this very CID.
    public Optional<PinEntry> pin(Cid cid) {
        return Optional.ofNullable(pins.get(cid));
    }

    /// All pins after `cid` (all when null), in the order of their CIDs, as they come and go.
    public Iterable<PinEntry> pinsAfter(@Nullable Cid cid) {
        return (cid == null ? pins : pins.tailMap(cid, false)).values();
    }

    /// How many pins there are.
    public long pinCount() {
        return pins.size();
    }

    /// What opening found.
    public RecoveryReport recovery() {
        return log.recovery();
    }

    /// The log itself.
    public Log log() {
        return log;
    }

    /// Flushes and ends the log. Idempotent.
    @Override
    public void close() throws IOException {
        log.close();
    }
}
