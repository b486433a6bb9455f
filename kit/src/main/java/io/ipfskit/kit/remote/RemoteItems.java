package io.ipfskit.kit.remote;

import io.ipfskit.kit.Items;
import io.ipfskit.kit.json.Json;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/// Rows of an answer, pulled from the connection as they are wanted.
final class RemoteItems<T, O> implements Items<T, O> {
    private final RemoteKit kit;
    private final Reply reply;
    private final Rows rows;
    private final Class<T> item;
    private final Class<O> output;
    private final AutoCloseable behind;
    private @Nullable O result;

    /// `behind` is closed with these rows: whatever still sends the request.
    RemoteItems(RemoteKit kit, Reply reply, Class<T> item, Class<O> output, AutoCloseable behind) {
        this.kit = kit;
        this.reply = reply;
        this.rows = new Rows(reply);
        this.item = item;
        this.output = output;
        this.behind = behind;
    }

    @Override
    public String operationId() {
        return reply.operationId();
    }

    @Override
    public @Nullable T next() throws InterruptedException {
        if (result != null) {
            return null;
        }
        return kit.enter(() -> {
            while (true) {
                switch (rows.next()) {
                    case Rows.Said.Item(var json) -> {
                        return Json.standard().readOutput(json, item);
                    }
                    case Rows.Said.Progressed _ -> {}
                    case Rows.Said.Result(var json) -> {
                        result = Json.standard().readOutput(json, output);
                        return null;
                    }
                }
            }
        });
    }

    @Override
    public O result() throws InterruptedException {
        while (true) {
            O known = result;
            if (known != null) {
                return known;
            }
            var _ = next();
        }
    }

    @Override
    public List<T> toList(int limit) throws InterruptedException {
        List<T> list = new ArrayList<>();
        forEach(row -> {
            if (list.size() == limit) {
                throw new IllegalStateException("there are more than " + limit + " rows");
            }
            list.add(row);
        });
        return list;
    }

    @Override
    public void close() {
        reply.close();
        RemoteKit.closeQuietly(behind);
    }
}
