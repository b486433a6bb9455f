package io.ipfskit.node.repository;

import io.ipfskit.anyio.CancelScope;
import io.ipfskit.anyio.Checkpoint;
import io.ipfskit.anyio.Clock;
import io.ipfskit.anyio.Disk;
import io.ipfskit.anyio.Event;
import io.ipfskit.anyio.Lock;
import io.ipfskit.anyio.Meters;
import io.ipfskit.anyio.Section;
import io.ipfskit.anyio.TaskGroup;
import io.ipfskit.multiformats.Cid;
import io.ipfskit.node.gc.PinRoots;
import io.ipfskit.wal.log.Log;
import io.ipfskit.wal.log.LogOptions;
import io.ipfskit.wal.log.RecoveryReport;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.TreeMap;

/// The log that is the truth about pins, with the pins it adds up to in memory.
///
/// A change is durable when its method returns; readers see it from then on, never before. A caller
/// that is cancelled gets the exception before anything is written, or the change as a whole.
/// Changes of one CID happen one after the other, those of different CIDs share a group commit.
/// Thread-safe; readers take a [PinView] and wait for nobody.
public final class RepositoryLog implements AutoCloseable {
    private static final int STRIPES = 64;

    private final Log log;
    private final Lock[] stripes = new Lock[STRIPES];

    private final Object monitor = new Object();

    /// The last sequence before each append that is under way, and how many of them share it: what
    /// is appended gets a later one. Guarded by `monitor`.
    private final TreeMap<Long, Integer> underWay = new TreeMap<>();

    /// The last sequence whose change is in the view. Guarded by `monitor`.
    private long applied;

    /// Set when a pin came that expires earlier than all others; then replaced. Guarded by
    /// `monitor`.
    private Event earlier = new Event("a pin that expires earlier");

    /// The highest sequence that a refused record may have. Guarded by `monitor`.
    private long refusedMax;

    /// Whether no record was accepted since the last one that was refused. That one may be found
    /// after a crash all the same, so that what needs no change is written again before it is
    /// acknowledged; the next record that is accepted supersedes it. Written under `monitor`.
    private volatile boolean refused;

    /// Written under `monitor`.
    private volatile PinView view;

    private final Meters.Watch watch;

    private RepositoryLog(Log log, PinView view, Meters meters) {
        this.log = log;
        this.applied = log.recovery().lastSeq();
        this.view = view.at(applied);
        this.watch = Meters.safe(meters).watch("node_pins", this::pinCount);
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
        return open(services, disk, directory, options, Meters.NONE);
    }

    /// As above, measured: `node_pins`, and what the log tells (see [Log#open]).
    ///
    /// @param meters may fail as they like: the log is never affected
    public static RepositoryLog open(
            TaskGroup services, Disk disk, Path directory, LogOptions options, Meters meters)
            throws IOException, InterruptedException {
        PinView[] replayed = {PinView.EMPTY};
        Log log =
                Log.open(
                        services,
                        disk,
                        directory,
                        options,
                        meters,
                        (seq, type, payload) ->
                                replayed[0] =
                                        replayed[0].with(PinRecords.read(seq, type, payload)));
        return new RepositoryLog(log, replayed[0], meters);
    }

    /// What happens to a pin, decided on what it is now. Called while nobody else changes the pin;
    /// what it throws leaves all as it is.
    @FunctionalInterface
    public interface Decision {
        /// The pin as it shall be, or null to leave all as it is.
        ///
        /// @param now the pin as it is, or null; expired ones are given as they are
        @Nullable PinEntry decide(@Nullable PinEntry now, long nowMillis)
                throws IOException, InterruptedException;
    }

    /// Sets a pin as `decision` says, and returns the pin that holds now.
    ///
    /// @throws IllegalStateException when the decision leaves no pin
    public PinEntry set(Cid cid, Decision decision) throws IOException, InterruptedException {
        return stripe(cid)
                .withLock(() -> {
                    PinEntry now = view.pin(cid).orElse(null);
                    PinEntry next = decision.decide(now, Clock.now().toEpochMilli());
                    if (next != null) {
                        append(new PinRecords.Change.Set(next));
                        return next;
                    }
                    if (now == null) {
                        throw new IllegalStateException("no pin of " + cid);
                    }
                    if (refused) {
                        append(new PinRecords.Change.Set(now));
                    }
                    return now;
                });
    }

    /// Looks at a pin before it goes.
    @FunctionalInterface
    public interface Check {
        /// Whether it goes. Throws when that is a failure.
        ///
        /// @param now the pin as it is, or null; expired ones are given as they are
        boolean goes(@Nullable PinEntry now, long nowMillis)
                throws IOException, InterruptedException;
    }

    /// Checks a pin and removes it. Returns whether there was one to remove.
    public boolean remove(Cid cid, Check check) throws IOException, InterruptedException {
        return stripe(cid)
                .withLock(() -> {
                    PinEntry now = view.pin(cid).orElse(null);
                    boolean goes = check.goes(now, Clock.now().toEpochMilli()) && now != null;
                    if (goes || (now == null && refused)) {
                        append(new PinRecords.Change.Remove(cid));
                    }
                    return goes;
                });
    }

    /// What happens to two pins at once, decided on what they are now.
    @FunctionalInterface
    public interface Replacement {
        /// The pin of the second CID as it shall be.
        PinEntry decide(@Nullable PinEntry from, @Nullable PinEntry to, long nowMillis)
                throws IOException, InterruptedException;
    }

    /// Sets the pin of `to` and removes that of `from`, if there is one, in one record: never is
    /// neither there. Returns the pin that holds now.
    ///
    /// @param removes whether the pin of `from` goes; else only that of `to` is set
    /// @throws IllegalArgumentException when both are the same
    public PinEntry replace(Cid from, Cid to, boolean removes, Replacement decision)
            throws IOException, InterruptedException {
        if (from.equals(to)) {
            throw new IllegalArgumentException(from + " cannot replace itself");
        }
        return withBoth(
                from,
                to,
                () -> {
                    PinEntry old = view.pin(from).orElse(null);
                    PinEntry next =
                            decision.decide(
                                    old, view.pin(to).orElse(null), Clock.now().toEpochMilli());
                    append(
                            removes && old != null
                                    ? new PinRecords.Change.Replace(from, next)
                                    : new PinRecords.Change.Set(next));
                    return next;
                });
    }

    /// In the order of the stripes, so that two of these never wait for each other.
    private PinEntry withBoth(Cid one, Cid other, Section<PinEntry, IOException> body)
            throws IOException, InterruptedException {
        int first = Math.min(stripeOf(one), stripeOf(other));
        int second = Math.max(stripeOf(one), stripeOf(other));
        return first == second
                ? stripes[first].withLock(body)
                : stripes[first].withLock(() -> stripes[second].withLock(body));
    }

    private Lock stripe(Cid cid) {
        return stripes[stripeOf(cid)];
    }

    private static int stripeOf(Cid cid) {
        return Math.floorMod(cid.hashCode(), STRIPES);
    }

    /// Appends and applies as one piece that a cancellation cannot part.
    private void append(PinRecords.Change change) throws IOException, InterruptedException {
        Checkpoint.ifCancelled();
        CancelScope.<@Nullable Void, IOException>shield(_ -> {
            long before;
            synchronized (monitor) {
                before = log.statistics().lastSeq();
                underWay.merge(before, 1, Integer::sum);
            }
            long seq = -1;
            try {
                seq = log.append(PinRecords.type(change), PinRecords.encode(change));
            } finally {
                end(before, seq, change);
            }
            return null;
        });
    }

    /// @param seq of the record, or -1 when it was refused
    private void end(long before, long seq, PinRecords.Change change) {
        synchronized (monitor) {
            underWay.computeIfPresent(before, (_, count) -> count == 1 ? null : count - 1);
            PinView next = view;
            if (seq < 0) {
                refusedMax = log.statistics().lastSeq();
            } else {
                applied = Math.max(applied, seq);
                long first = firstExpiry(next);
                next = next.with(change);
                if (firstExpiry(next) < first) {
                    earlier.set();
                    earlier = new Event("a pin that expires earlier");
                }
            }
            refused = refusedMax > applied;
            // What is under way gets a sequence after the one it began with.
            view = next.at(underWay.isEmpty() ? applied : Math.min(applied, underWay.firstKey()));
        }
    }

    private static long firstExpiry(PinView of) {
        return of.firstToExpire().map(PinEntry::expiresMillis).orElse(PinEntry.NEVER);
    }

    /// The event that is set as soon as a pin comes that expires before all others. Take it before
    /// looking at [#pins].
    public Event earlierExpiry() {
        synchronized (monitor) {
            return earlier;
        }
    }

    /// The pins at this moment.
    public PinView pins() {
        return view;
    }

    /// The pins at this moment, as a collector needs them.
    public PinRoots roots() {
        return view;
    }

    /// The pin of this very CID, also when it expired.
    public Optional<PinEntry> pin(Cid cid) {
        return view.pin(cid);
    }

    /// How many pins there are, those included that expired and were not removed yet.
    public long pinCount() {
        return view.count();
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
        watch.close();
        log.close();
    }
}
