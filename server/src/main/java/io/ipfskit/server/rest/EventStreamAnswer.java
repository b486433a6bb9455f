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

/// Any operation as [server-sent
/// events](https://html.spec.whatwg.org/multipage/server-sent-events.html): `progress`, `item` and
/// `result`, each with one JSON object as data, and a comment after five seconds of silence. A
/// failure before the first event is a problem document; a later one is an event `error` with the
/// problem, and a broken-off answer.
final class EventStreamAnswer {
    static final String MEDIA_TYPE = "text/event-stream";

    private static final Duration HEARTBEAT = Duration.ofSeconds(5);

    private final Operations operations;
    private final Json json;
    private final HttpExchange exchange;

    EventStreamAnswer(Operations operations, Json json, HttpExchange exchange) {
        this.operations = operations;
        this.json = json;
        this.exchange = exchange;
    }

    <I, O> void call(Bound<I, O> bound, I input, Invocation invocation)
            throws IOException, InterruptedException {
        RowSink sink = new RowSink(exchange, this::head);
        Invocation listening =
                invocation
                        .withItems(
                                row -> Unsent.wrap(() -> sink.add(event("item", json.write(row)))))
                        .withProgress(progress ->
                                Unsent.wrap(
                                        () -> sink.add(event("progress", json.write(progress)))));
        try {
            O output =
                    Unsent.unwrap(() ->
                            sink.flowing(
                                    ": alive\n\n",
                                    HEARTBEAT,
                                    () ->
                                            operations.invoke(
                                                    bound, input, listening, result -> result)));
            sink.add(event("result", json.write(output)));
            sink.flush();
            exchange.finish();
        } catch (OperationFailed failed) {
            if (!exchange.isCommitted()) {
                throw failed;
            }
            Failure failure = failed.failure();
            sink.add(event("error", Problem.of(failure).toString()));
            sink.flush();
            exchange.abort();
        }
    }

    /// JSON on one line needs no splitting into several data lines.
    private static String event(String name, String data) {
        return "event: " + name + "\ndata: " + data + "\n\n";
    }

    private void head() {
        RestDoor.setDuration(exchange);
        exchange.set("Cache-Control", "no-store");
        exchange.set("Content-Type", MEDIA_TYPE);
    }
}
