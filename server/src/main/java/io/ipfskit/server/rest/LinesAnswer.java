package io.ipfskit.server.rest;

import io.ipfskit.kit.Invocation;
import io.ipfskit.kit.Operations;
import io.ipfskit.kit.json.Json;
import io.ipfskit.kit.json.Problem;
import io.ipfskit.operation.Bound;
import io.ipfskit.operation.Failure;
import io.ipfskit.operation.OperationFailed;
import io.ipfskit.server.http.HttpExchange;

import java.io.IOException;
import java.time.Duration;

/// Rows as NDJSON: `{"item":…}` per row, then `{"result":…}`. A failure after the first line is a
/// last line `{"error":problem}` and a broken-off answer.
final class LinesAnswer {
    static final String MEDIA_TYPE = "application/x-ndjson";

    private final Operations operations;
    private final Json json;
    private final HttpExchange exchange;

    LinesAnswer(Operations operations, Json json, HttpExchange exchange) {
        this.operations = operations;
        this.json = json;
        this.exchange = exchange;
    }

    <I, O> void call(Bound<I, O> bound, I input, Invocation invocation)
            throws IOException, InterruptedException {
        RowSink sink = new RowSink(exchange, this::head);
        Invocation withRows =
                invocation.withItems(
                        row -> Unsent.wrap(() -> sink.add("{\"item\":" + json.write(row) + "}\n")));
        try {
            O output =
                    Unsent.unwrap(() ->
                            sink.flowing(
                                    "",
                                    Duration.ZERO,
                                    () ->
                                            operations.invoke(
                                                    bound, input, withRows, result -> result)));
            sink.add("{\"result\":" + json.write(output) + "}\n");
            sink.flush();
            exchange.finish();
        } catch (OperationFailed failed) {
            if (!exchange.isCommitted()) {
                throw failed;
            }
            Failure failure = failed.failure();
            sink.add("{\"error\":" + Problem.of(failure) + "}\n");
            sink.flush();
            exchange.abort();
        }
    }

    private void head() {
        RestDoor.setDuration(exchange);
        exchange.set("Cache-Control", "no-store");
        exchange.set("Content-Type", MEDIA_TYPE);
    }
}
