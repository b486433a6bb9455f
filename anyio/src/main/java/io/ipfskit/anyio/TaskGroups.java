package io.ipfskit.anyio;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;

/// The ready-made groups behind the static verbs of [TaskGroup], written only on its public calls.
final class TaskGroups {
    private TaskGroups() {}

    static <T extends @Nullable Object> List<T> all(List<? extends Callable<T>> bodies)
            throws InterruptedException {
        List<Task<T>> tasks =
                TaskGroup.open(
                        "all",
                        group -> {
                            List<Task<T>> forked = new ArrayList<>(bodies.size());
                            for (Callable<T> body : bodies) {
                                forked.add(group.fork("all-" + forked.size(), body));
                            }
                            return forked;
                        });
        List<T> results = new ArrayList<>(tasks.size());
        for (Task<T> task : tasks) {
            results.add(task.result());
        }
        return results;
    }

    static <I, O extends @Nullable Object> List<O> map(
            Collection<? extends I> items, int limit, Body<? super I, ? extends O, ?> body)
            throws InterruptedException {
        if (limit < 1) {
            throw new IllegalArgumentException("the limit must be at least 1, was " + limit);
        }
        List<I> inputs = new ArrayList<>(items);
        AtomicReferenceArray<@Nullable O> outputs = new AtomicReferenceArray<>(inputs.size());
        AtomicInteger next = new AtomicInteger();
        TaskGroup.open(
                "map",
                group -> {
                    for (int worker = 0; worker < Math.min(limit, inputs.size()); worker++) {
                        group.fork(
                                "map-" + worker,
                                () -> {
                                    for (int i = next.getAndIncrement();
                                            i < inputs.size();
                                            i = next.getAndIncrement()) {
                                        outputs.set(i, body.run(inputs.get(i)));
                                    }
                                    return 0;
                                });
                    }
                    return 0;
                });
        List<O> results = new ArrayList<>(inputs.size());
        for (int i = 0; i < inputs.size(); i++) {
            results.add(outputOf(outputs, i));
        }
        return results;
    }

    @SuppressWarnings("NullAway") // every index was set with an O
    private static <O extends @Nullable Object> O outputOf(
            AtomicReferenceArray<@Nullable O> outputs, int i) {
        return outputs.get(i);
    }

    @SuppressWarnings("NullAway") // the winner's box holds a T
    static <T extends @Nullable Object> T race(List<? extends Callable<T>> bodies)
            throws InterruptedException {
        if (bodies.isEmpty()) {
            throw new IllegalArgumentException("a race needs at least one runner");
        }
        Race<T> race = new Race<>();
        TaskGroup.open(
                "race",
                group -> {
                    for (int i = 0; i < bodies.size(); i++) {
                        Callable<T> body = bodies.get(i);
                        group.fork("race-" + i, () -> race.run(group, body));
                    }
                    return 0;
                });
        return race.conclude();
    }

    static <T, R extends @Nullable Object, X extends Exception> R completions(
            List<? extends Callable<T>> bodies, Body<ReceiveChannel<T>, R, X> consumer)
            throws X, InterruptedException {
        Channel<T> channel = Channel.open(bodies.size());
        try {
            return TaskGroup.open(
                    "completions", group -> complete(group, channel, bodies, consumer));
        } finally {
            // only now: a task that ends late is to see the cancellation, not a broken channel
            channel.receiver().close();
        }
    }

    private static <T, R extends @Nullable Object, X extends Exception> R complete(
            TaskGroup group,
            Channel<T> channel,
            List<? extends Callable<T>> bodies,
            Body<ReceiveChannel<T>, R, X> consumer)
            throws X, InterruptedException {
        for (int i = 0; i < bodies.size(); i++) {
            Callable<T> body = bodies.get(i);
            SendChannel<T> sender = channel.sender().copy();
            group.fork(
                    "completions-" + i,
                    () -> {
                        try {
                            sender.send(body.call());
                        } finally {
                            sender.close();
                        }
                        return 0;
                    });
        }
        channel.sender().close();
        R result = consumer.run(channel.receiver());
        group.scope().cancel("the consumer has enough", CancelReasonClass.FINISHED);
        return result;
    }

    private static final class Race<T extends @Nullable Object> {
        private final List<Exception> failures = new ArrayList<>();
        private boolean won;
        private @Nullable T winner;

        int run(TaskGroup group, Callable<T> body) throws Exception {
            T value;
            try {
                value = body.call();
            } catch (InterruptedException cancelled) {
                throw cancelled;
            } catch (Exception failure) {
                synchronized (this) {
                    failures.add(failure);
                }
                return 0;
            }
            synchronized (this) {
                if (!won) {
                    won = true;
                    winner = value;
                }
            }
            group.scope().cancel("the race is won", CancelReasonClass.FINISHED);
            return 0;
        }

        @SuppressWarnings("NullAway") // won implies the winner's value
        synchronized T conclude() {
            if (won) {
                return winner;
            }
            TaskFailed failed = new TaskFailed("race", failures.getFirst());
            failures.stream().skip(1).forEach(failed::addSuppressed);
            throw failed;
        }
    }
}
