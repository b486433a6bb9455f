package io.ipfskit.server.rest;

import io.ipfskit.kit.Invocation;
import io.ipfskit.kit.Operations;
import io.ipfskit.kit.json.Json;
import io.ipfskit.operation.Bound;
import io.ipfskit.server.http.HttpExchange;

import java.io.IOException;

/// Rows as one JSON object: `{"items":[…], …}`, the fields of the result after the rows. The rows
/// are sent as they come; a failure before the first 16 KiB is a problem document, a later one
/// breaks the answer off.
final class ObjectAnswer {
    private final Operations operations;
    private final Json json;
    private final HttpExchange exchange;
    private boolean isFirst = true;

    ObjectAnswer(Operations operations, Json json, HttpExchange exchange) {
        this.operations = operations;
        this.json = json;
        this.exchange = exchange;
    }

    <I, O> void call(Bound<I, O> bound, I input, Invocation invocation)
            throws IOException, InterruptedException {
        RowSink sink = new RowSink(exchange, this::head);
        Invocation withRows =
                invocation.withItems(row -> {
                    String text = (isFirst ? "{\"items\":[" : ",") + json.write(row);
                    isFirst = false;
                    Unsent.wrap(() -> sink.add(text));
                });
        O output = Unsent.unwrap(() -> operations.invoke(bound, input, withRows, result -> result));
        String fields = json.write(output);
        sink.add(
                (isFirst ? "{\"items\":[]" : "]")
                        + (fields.equals("{}") ? "}" : "," + fields.substring(1)));
        sink.flush();
        exchange.finish();
    }

    private void head() {
        RestDoor.setDuration(exchange);
        exchange.set("Cache-Control", "no-store");
        exchange.set("Content-Type", "application/json");
    }
}
