package io.ipfskit.anyio;

import org.jspecify.annotations.Nullable;

/// The handshake of [TaskGroup#start(String, StartBody)].
final class Starting<V extends @Nullable Object, T extends @Nullable Object>
        implements StartStatus<V> {
    private final String name;
    private final StartBody<V, T> body;
    private final WaitQueue waiters = new WaitQueue();

    // Guarded by this.
    private boolean told;
    private boolean ended;
    private boolean isAbandoned;
    private @Nullable V value;

    Starting(String name, StartBody<V, T> body) {
        this.name = name;
        this.body = body;
    }

    @Override
    public void started(V value) {
        synchronized (this) {
            if (told) {
                throw new IllegalStateException(
                        "started() was called twice by task '" + name + "'");
            }
            told = true;
            this.value = value;
            wake();
        }
    }

    @SuppressWarnings("NullAway") // told with exactly a V
    Started<V, T> startIn(TaskGroup group) throws InterruptedException {
        Task<?> caller = Task.current();
        caller.throwIfCancelled();
        Task<T> task =
                group.fork(
                        name,
                        () -> body.run(this),
                        false,
                        caller.id(),
                        caller.locals(),
                        t -> childEnded(group, t));
        Waiter waiter = new Waiter(caller, waiters);
        boolean wait;
        synchronized (this) {
            wait = !told && !ended;
            if (wait) {
                waiters.add(waiter);
            }
        }
        if (wait) {
            try {
                waiter.await("start of task '" + name + "'", this);
            } catch (InterruptedException cancelled) {
                synchronized (this) {
                    isAbandoned = true;
                }
                task.cancel("its start was cancelled");
                throw cancelled;
            }
        }
        synchronized (this) {
            if (told) {
                return new Started<>(value, task);
            }
        }
        Throwable failure = task.failure();
        if (failure == null) {
            throw new IllegalStateException("task '" + name + "' ended without calling started()");
        }
        throw new TaskFailed(name, failure);
    }

    private void childEnded(TaskGroup group, Task<T> task) {
        boolean mine;
        synchronized (this) {
            ended = true;
            mine = !told && !isAbandoned; // nobody would hear of a failure else
            wake();
        }
        if (mine) {
            group.taskEndedQuietly();
        } else {
            group.taskEnded(task);
        }
    }

    private void wake() {
        for (Waiter w = waiters.poll(); w != null; w = waiters.poll()) {
            w.grant();
        }
    }
}
