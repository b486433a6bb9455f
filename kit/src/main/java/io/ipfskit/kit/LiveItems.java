package io.ipfskit.kit;

import io.ipfskit.anyio.Channel;
import io.ipfskit.anyio.ReceiveChannel;
import io.ipfskit.anyio.ReceiveResult;
import io.ipfskit.operation.Bound;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/// Rows of an operation that runs in the kit's own group.
final class LiveItems<T, O> implements Items<T, O> {
    private static final int AHEAD_MAX = 64;

    private final Entrance entrance;
    private final LiveCall<O> call;
    private final ReceiveChannel<T> rows;

    private LiveItems(Entrance entrance, LiveCall<O> call, ReceiveChannel<T> rows) {
        this.entrance = entrance;
        this.call = call;
        this.rows = rows;
    }

    static <I, O, T> LiveItems<T, O> open(
            Entrance entrance,
            Kit kit,
            Bound<I, O> bound,
            Class<T> item,
            I input,
            Invocation invocation) {
        Channel<T> channel = Channel.open(AHEAD_MAX);
        ItemSink outer = invocation.items();
        ItemSink sink =
                row -> {
                    if (outer != null) {
                        outer.item(row);
                    }
                    channel.sender().send(item.cast(row));
                };
        LiveCall<O> call =
                LiveCall.start(
                        entrance,
                        kit,
                        bound,
                        input,
                        invocation.withItems(sink),
                        result -> result,
                        channel.sender()::close);
        return new LiveItems<>(entrance, call, channel.receiver());
    }

    @Override
    public String operationId() {
        return call.operationId();
    }

    @Override
    public @Nullable T next() throws InterruptedException {
        // What is already here needs no way into the run.
        if (rows.tryReceive() instanceof ReceiveResult.Received<T>(T row)) {
            return row;
        }
        return entrance.enter(this::nextInside);
    }

    private @Nullable T nextInside() throws InterruptedException {
        if (rows.receiveOrEnd() instanceof ReceiveResult.Received<T>(T row)) {
            return row;
        }
        call.resultInside(); // throws when the operation failed: no false end
        return null;
    }

    @Override
    public O result() throws InterruptedException {
        return entrance.enter(() -> {
            while (nextInside() != null) {
                // Rows that nobody wants.
            }
            return call.resultInside();
        });
    }

    @Override
    public List<T> toList(int limit) throws InterruptedException {
        try (this) {
            List<T> all = new ArrayList<>();
            for (T row = next(); row != null; row = next()) {
                if (all.size() == limit) {
                    throw new IllegalStateException("there are more than " + limit + " rows");
                }
                all.add(row);
            }
            return all;
        }
    }

    @Override
    public void close() {
        call.close();
        rows.close();
    }
}
