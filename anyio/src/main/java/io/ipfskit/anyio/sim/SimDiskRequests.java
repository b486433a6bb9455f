package io.ipfskit.anyio.sim;

import io.ipfskit.anyio.CancelScope;
import io.ipfskit.anyio.Checkpoint;
import io.ipfskit.anyio.Event;
import io.ipfskit.anyio.Time;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/// The way of every call to a simulated disk: it is numbered, the script and then the rates decide
/// what goes wrong with it, its time passes, it takes effect, and it is written down. The lives of
/// the disk are kept here too.
final class SimDiskRequests {
    private static final int LOG_LINES_MAX = 20_000;

    /// What a call does, under the monitor.
    ///
    /// @param <R> its result
    @FunctionalInterface
    interface Effect<R extends @Nullable Object> {
        /// Does it.
        ///
        /// @param fault what goes wrong in it, null for nothing
        R apply(@Nullable DiskFault fault) throws IOException;
    }

    private final DiskFaults faults;
    private final RandomGenerator random;
    private final Map<DiskCall, Long> counts = new EnumMap<>(DiskCall.class);
    private final ArrayDeque<String> log = new ArrayDeque<>();

    // All guarded by this, which is the monitor of the whole disk.
    private DiskScript script = DiskScript.NONE;
    private Runnable onDown = () -> {};
    private Event released = new Event();
    private long changes;
    private long hits;
    private long life = 1;
    private boolean down;
    private int faultsLeft;
    private long crashAt;

    SimDiskRequests(long seed, DiskFaults faults) {
        this.faults = faults;
        this.random = new SplittableRandom(seed);
        beginLife();
    }

    /// Carries out one call.
    ///
    /// @param of the life it belongs to; 0 for the present one
    <R extends @Nullable Object> R call(
            DiskCall call, Path path, long position, int bytes, long of, Effect<R> effect)
            throws IOException, InterruptedException {
        Checkpoint.ifCancelled();
        DiskOperation operation;
        DiskScript asked;
        long begun;
        Event release;
        synchronized (this) {
            begun = of == 0 ? life : of;
            requireUp(begun, path);
            changes += call.isChanging() ? 1 : 0;
            operation =
                    new DiskOperation(
                            changes,
                            call,
                            counts.merge(call, 1L, Long::sum),
                            path,
                            position,
                            bytes);
            asked = script;
            release = released;
        }
        DiskFault fault = decide(operation, asked);
        if (fault == DiskFault.CRASH) {
            goDown("before", operation);
            throw gone(path);
        }
        pass(call, fault, release);
        R result;
        synchronized (this) {
            hits += fault == null || fault == DiskFault.TEAR ? 0 : 1;
            requireUp(begun, path);
            try {
                result = effect.apply(fault);
                note(operation, fault, null);
            } catch (IOException failed) {
                note(operation, fault, failed);
                throw failed;
            }
        }
        if (fault == DiskFault.TEAR) {
            goDown("in", operation);
            throw gone(path);
        }
        return result;
    }

    private @Nullable DiskFault decide(DiskOperation operation, DiskScript asked) {
        DiskFault scripted = asked.fault(operation);
        if (scripted != null) {
            if (!scripted.fits(operation.call())) {
                throw new IllegalStateException(
                        scripted + " cannot happen to " + operation.call() + ": mend the script");
            }
            return scripted;
        }
        synchronized (this) {
            if (crashAt > 0 && operation.number() >= crashAt && operation.call().isChanging()) {
                return random.nextBoolean() ? DiskFault.CRASH : DiskFault.TEAR;
            }
            if (faultsLeft == 0) {
                return null;
            }
            DiskFault drawn = faults.draw(operation.call(), random);
            faultsLeft -= drawn == null ? 0 : 1;
            return drawn;
        }
    }

    /// Lets the time of the call pass. What changes something is awaited once it began.
    private void pass(DiskCall call, @Nullable DiskFault fault, Event release)
            throws InterruptedException {
        Duration time = time(fault);
        if (fault != DiskFault.STUCK && time.isZero()) {
            if (call.isChanging()) {
                Checkpoint.shielded();
            } else {
                Checkpoint.now();
            }
            return;
        }
        if (call.isChanging()) {
            CancelScope.<@Nullable Void, RuntimeException>shield(_ -> {
                wait(time, fault, release);
                return null;
            });
        } else {
            wait(time, fault, release);
        }
    }

    private static void wait(Duration time, @Nullable DiskFault fault, Event release)
            throws InterruptedException {
        if (fault == DiskFault.STUCK) {
            release.await();
        }
        Time.sleep(time);
    }

    private synchronized Duration time(@Nullable DiskFault fault) {
        long nanos = upTo(faults.latencyMax());
        if (fault == DiskFault.SLOW) {
            nanos += upTo(faults.slowMax());
        }
        return Duration.ofNanos(nanos);
    }

    private long upTo(Duration most) {
        return most.isZero() ? 0 : random.nextLong(most.toNanos() + 1);
    }

    // ---- lives ----

    /// The disk goes down: calls fail from now on, those under way too.
    void goDown(String why, @Nullable DiskOperation at) {
        Runnable told;
        synchronized (this) {
            if (down) {
                return;
            }
            down = true;
            line("--- down " + why + (at == null ? "" : " " + text(at)));
            endLife();
            told = onDown;
        }
        told.run();
    }

    /// Up again, with `change` done to what is on it.
    synchronized void goUp(String how, Runnable change) {
        endLife();
        change.run();
        down = false;
        line("--- up " + how);
        beginLife();
    }

    private void beginLife() {
        faultsLeft = faults.faultsMax();
        crashAt =
                faults.crashWithin() == 0 ? 0 : changes + 1 + random.nextLong(faults.crashWithin());
    }

    private void endLife() {
        life++;
        release();
    }

    synchronized void release() {
        released.set();
        released = new Event();
    }

    synchronized long life() {
        return life;
    }

    synchronized boolean isDown() {
        return down;
    }

    private void requireUp(long begun, Path path) throws IOException {
        if (down) {
            throw gone(path);
        }
        if (begun != life) {
            throw new IOException(path + ": opened or called before the disk went down");
        }
    }

    private static IOException gone(Path path) {
        return new IOException(path + ": the disk is down");
    }

    // ---- what tests ask and tell ----

    synchronized void script(DiskScript next) {
        script = next;
    }

    synchronized void onDown(Runnable action) {
        onDown = action;
    }

    synchronized long changes() {
        return changes;
    }

    synchronized long hits() {
        return hits;
    }

    synchronized long count(DiskCall call) {
        return counts.getOrDefault(call, 0L);
    }

    RandomGenerator random() {
        return random;
    }

    synchronized List<String> log() {
        return List.copyOf(log);
    }

    private void note(DiskOperation op, @Nullable DiskFault fault, @Nullable IOException failed) {
        if (!op.call().isChanging() && fault == null && failed == null) {
            return;
        }
        line(
                text(op)
                        + (fault == null ? "" : " " + fault)
                        + (failed == null ? "" : " -> " + failed.getMessage()));
    }

    private static String text(DiskOperation op) {
        return "#%d %s %s%s"
                .formatted(
                        op.number(),
                        op.call(),
                        op.path(),
                        op.bytes() == 0 ? "" : " @%d+%d".formatted(op.position(), op.bytes()));
    }

    private void line(String text) {
        if (log.size() == LOG_LINES_MAX) {
            log.removeFirst();
        }
        log.addLast(text);
    }
}
