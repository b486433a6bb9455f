package io.ipfskit.wal.log;

import io.ipfskit.anyio.CancelScope;
import io.ipfskit.anyio.Event;
import io.ipfskit.anyio.Promise;
import io.ipfskit.anyio.TaskGroup;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;

/// One flusher for many writers: what is submitted while a flush runs becomes the next flush.
///
/// No waiting for company: an idle flusher takes what is there at once. Writers wait for room when
/// more than the given weight is already waiting, so the memory in flight is bounded by twice that
/// weight.
///
/// **Cancellation.** A writer can stop waiting; what it submitted is flushed all the same. A flush
/// is never cancelled: when the flusher's task is, it first flushes what was accepted.
///
/// @param <T> what is flushed
public final class GroupCommit<T> {
    /// Makes a group of items durable.
    ///
    /// @param <T> what is flushed
    @FunctionalInterface
    public interface Flusher<T> {
        /// Flushes all items, in the order of their acceptance, or fails for all.
        ///
        /// @param written run when the items were handed to the operating system but not yet
        ///   synced; optional
        void flush(List<T> items, Runnable written) throws IOException, InterruptedException;
    }

    /// The place of one item in its group.
    public static final class Ticket {
        private final Group<?> group;

        private Ticket(Group<?> group) {
            this.group = group;
        }

        /// Waits until the item was handed to the operating system, or was flushed.
        public void awaitWritten() throws IOException, InterruptedException {
            group.written.await().orThrow();
        }

        /// Waits until the item is durable.
        ///
        /// @throws IOException why it is not
        public void await() throws IOException, InterruptedException {
            group.done.await().orThrow();
        }
    }

    private record Answer(@Nullable IOException failure) {
        static final Answer OK = new Answer(null);

        void orThrow() throws IOException {
            if (failure != null) {
                throw failure;
            }
        }
    }

    private static final class Group<T> {
        final List<T> items = new ArrayList<>();
        final Promise<Answer> written = new Promise<>();
        final Promise<Answer> done = new Promise<>();
        final Event taken = new Event();
        long weight;
    }

    private final Object lock = new Object();
    private final String name;
    private final long maxWeight;
    private final ToLongFunction<T> weigher;
    private final Consumer<T> accepted;
    private final Flusher<T> flusher;
    private final Event started = new Event();
    private final Event ended = new Event();

    /// The group that fills. Guarded by `lock`.
    private Group<T> current = new Group<>();

    /// Set while the flusher waits. Guarded by `lock`.
    private @Nullable Event idle;

    /// Guarded by `lock`.
    private boolean closed;

    private GroupCommit(
            String name,
            long maxWeight,
            ToLongFunction<T> weigher,
            Consumer<T> accepted,
            Flusher<T> flusher) {
        this.name = name;
        this.maxWeight = maxWeight;
        this.weigher = weigher;
        this.accepted = accepted;
        this.flusher = flusher;
    }

    /// Starts a flusher as a service of `services`, and waits until it runs.
    ///
    /// @param name of the task and in messages
    /// @param maxWeight weight that may wait; a single heavier item is taken alone
    /// @param accepted run for each item in the order of acceptance, under a lock: short and
    ///   without blocking
    public static <T> GroupCommit<T> start(
            TaskGroup services,
            String name,
            long maxWeight,
            ToLongFunction<T> weigher,
            Consumer<T> accepted,
            Flusher<T> flusher)
            throws InterruptedException {
        GroupCommit<T> commit = new GroupCommit<>(name, maxWeight, weigher, accepted, flusher);
        services.<@Nullable Void>forkService(name, commit::loop);
        // A service that is cancelled before it ran would never flush, and nobody could wait for
        // its end.
        commit.started.await();
        return commit;
    }

    /// Hands an item to the flusher; waits only for room.
    ///
    /// @throws LogClosed when it was closed
    public Ticket submit(T item) throws IOException, InterruptedException {
        long weight = weigher.applyAsLong(item);
        while (true) {
            Event room;
            synchronized (lock) {
                if (closed) {
                    throw new LogClosed(name + " is closed: open it again to write");
                }
                if (current.items.isEmpty() || current.weight + weight <= maxWeight) {
                    accepted.accept(item);
                    current.items.add(item);
                    current.weight += weight;
                    if (idle != null) {
                        idle.set();
                        idle = null;
                    }
                    return new Ticket(current);
                }
                room = current.taken;
            }
            room.await();
        }
    }

    /// Flushes what was accepted, ends the flusher and waits for its end. Idempotent.
    public void close() throws InterruptedException {
        synchronized (lock) {
            closed = true;
            if (idle != null) {
                idle.set();
                idle = null;
            }
        }
        CancelScope.<@Nullable Void, RuntimeException>shield(_ -> {
            ended.await();
            return null;
        });
    }

    private @Nullable Void loop() throws InterruptedException {
        started.set();
        try {
            Group<T> group = take();
            while (group != null) {
                flush(group);
                group = take();
            }
        } finally {
            synchronized (lock) {
                closed = true;
            }
            Group<T> rest = takeNow();
            while (rest != null) {
                flush(rest);
                rest = takeNow();
            }
            ended.set();
        }
        return null;
    }

    /// Waits for a group; null when closed and empty.
    private @Nullable Group<T> take() throws InterruptedException {
        while (true) {
            Event wake;
            synchronized (lock) {
                Group<T> group = takeNow();
                if (group != null || closed) {
                    return group;
                }
                wake = new Event();
                idle = wake;
            }
            wake.await();
        }
    }

    private @Nullable Group<T> takeNow() {
        synchronized (lock) {
            if (current.items.isEmpty()) {
                return null;
            }
            Group<T> group = current;
            current = new Group<>();
            group.taken.set();
            return group;
        }
    }

    private void flush(Group<T> group) throws InterruptedException {
        Answer answer = CancelScope.<Answer, RuntimeException>shield(_ -> answer(group));
        group.written.tryComplete(answer);
        group.done.tryComplete(answer);
    }

    private Answer answer(Group<T> group) throws InterruptedException {
        try {
            flusher.flush(group.items, () -> group.written.tryComplete(Answer.OK));
            return Answer.OK;
        } catch (IOException e) {
            return new Answer(e);
        } catch (RuntimeException e) {
            return new Answer(new IOException(name + ": internal error while flushing: " + e, e));
        } catch (Error e) {
            Answer lost =
                    new Answer(new IOException(name + ": internal error while flushing: " + e, e));
            group.written.tryComplete(lost);
            group.done.tryComplete(lost);
            throw e;
        }
    }
}
