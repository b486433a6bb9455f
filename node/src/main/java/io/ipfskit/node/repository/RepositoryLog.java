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
import io.ipfskit.operation.ErrorCode;
import io.ipfskit.operation.OperationFailed;
import io.ipfskit.wal.log.Log;
import io.ipfskit.wal.log.LogOptions;
import io.ipfskit.wal.log.RecoveryReport;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.TreeMap;

/// The log that is the truth about pins and about the root of the tree of files, with what it adds
/// up to in memory.
///
/// A change is durable when its method returns; readers see it from then on, never before. A caller
/// that is cancelled gets the exception before anything is written, or the change as a whole.
/// Changes of one CID happen one after the other, and so do those of the tree; others share a group
/// commit. Thread-safe; readers take a [PinView] and wait for nobody.
public final class RepositoryLog implements AutoCloseable {
    private static final int STRIPES = 64;

    private final Log log;
    private final Lock[] stripes = new Lock[STRIPES];
    private final Lock treeLock = new Lock();

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
    private volatile RepositoryState state;

    private final Meters.Watch watch;

    private RepositoryLog(Log log, RepositoryState state, Meters meters) {
        this.log = log;
        this.applied = log.recovery().lastSeq();
        this.state = state.at(applied);
        this.watch = Meters.safe(meters).watch("node_pins", this::pinCount);
        for (int i = 0; i < STRIPES; i++) {
            stripes[i] = new Lock();
        }
    }

    /// Opens the log in `directory`, making it if there is none, and replays it.
    ///
    /// @param services group whose lifetime bounds the log; close this before leaving it
    /// @throws IOException when the log cannot be opened, see [Log#open]
    /// @throws io.ipfskit.operation.OperationFailed when a record is of an unknown type, of a newer
    ///   version or malformed
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
        RepositoryState[] replayed = {RepositoryState.EMPTY};
        Log log =
                Log.open(
                        services,
                        disk,
                        directory,
                        options,
                        meters,
                        (seq, type, payload) ->
                                replayed[0] =
                                        replayed[0].with(
                                                seq, RepositoryRecord.read(seq, type, payload)));
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
                    PinEntry now = state.pins().pin(cid).orElse(null);
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
                    PinEntry now = state.pins().pin(cid).orElse(null);
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
                    PinEntry old = state.pins().pin(from).orElse(null);
                    PinEntry next =
                            decision.decide(
                                    old,
                                    state.pins().pin(to).orElse(null),
                                    Clock.now().toEpochMilli());
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
    private long append(RepositoryRecord record) throws IOException, InterruptedException {
        Checkpoint.ifCancelled();
        return CancelScope.<Long, IOException>shield(_ -> {
            long before;
            synchronized (monitor) {
                before = log.statistics().lastSeq();
                underWay.merge(before, 1, Integer::sum);
            }
            long seq = -1;
            try {
                seq = log.append(RepositoryRecord.type(record), RepositoryRecord.encode(record));
            } finally {
                end(before, seq, record);
            }
            return seq;
        });
    }

    /// @param seq of the record, or -1 when it was refused
    private void end(long before, long seq, RepositoryRecord record) {
        synchronized (monitor) {
            underWay.computeIfPresent(before, (_, count) -> count == 1 ? null : count - 1);
            RepositoryState next = state;
            if (seq < 0) {
                refusedMax = log.statistics().lastSeq();
                next = next.doubting(record);
            } else {
                applied = Math.max(applied, seq);
                long first = firstExpiry(next.pins());
                next = next.with(seq, record);
                if (firstExpiry(next.pins()) < first) {
                    earlier.set();
                    earlier = new Event("a pin that expires earlier");
                }
            }
            refused = refusedMax > applied;
            if (!refused) {
                next = next.withoutDoubts();
            }
            // What is under way gets a sequence after the one it began with.
            state = next.at(underWay.isEmpty() ? applied : Math.min(applied, underWay.firstKey()));
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
        return state.pins();
    }

    /// What must stay at this moment, as a collector needs it: the pins, the tree of files, and
    /// what a record needs that was refused and may be found after a crash all the same.
    public PinRoots roots() {
        return state;
    }

    /// The pin of this very CID, also when it expired.
    public Optional<PinEntry> pin(Cid cid) {
        return state.pins().pin(cid);
    }

    /// How many pins there are, those included that expired and were not removed yet.
    public long pinCount() {
        return state.pins().count();
    }

    /// The root of the tree of files.
    public TreeStore tree() {
        return new TreeStore() {
            @Override
            public TreeRoot root() {
                return state.tree();
            }

            @Override
            public long apply(TreeChange change) throws IOException, InterruptedException {
                return treeLock.withLock(() -> move(change));
            }
        };
    }

    private long move(TreeChange change) throws IOException, InterruptedException {
        TreeRoot now = state.tree();
        if (!now.cid().equals(change.before())) {
            throw new OperationFailed(
                    ErrorCode.CONFLICT,
                    "the tree of files was changed meanwhile, at "
                            + change.path()
                            + ": its root is "
                            + now.cid()
                            + " and not "
                            + change.before()
                            + " any more; try again");
        }
        boolean changes = !change.after().equals(change.before());
        return changes || refused ? append(change) : now.sequence();
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
