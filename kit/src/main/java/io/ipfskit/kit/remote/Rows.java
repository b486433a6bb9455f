package io.ipfskit.kit.remote;

import io.ipfskit.kit.json.Json;
import io.ipfskit.operation.ErrorCode;
import io.ipfskit.operation.Failure;
import io.ipfskit.operation.OperationFailed;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.nio.charset.StandardCharsets;

/// What an answer of rows says, one after the other: NDJSON, or server-sent events where progress
/// is wanted. An answer without a result at its end has broken off, whatever the connection says.
final class Rows {
    /// One thing said.
    sealed interface Said {
        /// A row.
        record Item(JsonNode json) implements Said {}

        /// The newest progress.
        record Progressed(JsonNode json) implements Said {}

        /// The result; nothing follows.
        record Result(JsonNode json) implements Said {}
    }

    private final Reply reply;
    private final ReplyLines lines;
    private final boolean events;

    /// Whether an answer comes in rows or events, and not as one value.
    static boolean isIn(Reply reply) {
        String type = reply.header("content-type", "");
        return type.startsWith("text/event-stream") || type.startsWith("application/x-ndjson");
    }

    Rows(Reply reply) {
        this.reply = reply;
        this.lines = new ReplyLines(reply);
        this.events = reply.header("content-type", "").startsWith("text/event-stream");
    }

    /// The next thing said.
    ///
    /// @throws OperationFailed the operation's failure, or `unavailable` when the answer broke off
    Said next() throws InterruptedException {
        ObjectNode said = events ? event() : line();
        if (said.has("item")) {
            return new Said.Item(said.get("item"));
        }
        if (said.has("progress")) {
            return new Said.Progressed(said.get("progress"));
        }
        if (said.has("result")) {
            return new Said.Result(said.get("result"));
        }
        Failure failure = RemoteFailures.ofProblem(said.path("error"));
        throw failure != null
                ? failure.toException()
                : new OperationFailed(
                        ErrorCode.INTERNAL,
                        "a row of the answer is neither item, result nor error; "
                                + "is the server another version?");
    }

    private ObjectNode line() throws InterruptedException {
        while (true) {
            byte[] line = lines.next();
            if (line == null) {
                throw brokenOff();
            }
            if (line.length > 0) {
                return object(line);
            }
        }
    }

    private ObjectNode event() throws InterruptedException {
        String name = "message";
        StringBuilder data = new StringBuilder();
        while (true) {
            byte[] bytes = lines.next();
            if (bytes == null) {
                throw brokenOff();
            }
            String line = new String(bytes, StandardCharsets.UTF_8).stripTrailing();
            if (line.isEmpty()) {
                if (!data.isEmpty()) {
                    ObjectNode said = Json.standard().mapper().createObjectNode();
                    said.set(name, Json.standard().parse(data.toString()));
                    return said;
                }
                name = "message";
            } else if (line.startsWith("event:")) {
                name = line.substring("event:".length()).strip();
            } else if (line.startsWith("data:")) {
                data.append(line.substring("data:".length()).strip());
            }
        }
    }

    private static ObjectNode object(byte[] line) {
        JsonNode json = Json.standard().parse(line);
        if (json instanceof ObjectNode object) {
            return object;
        }
        throw new OperationFailed(ErrorCode.INTERNAL, "a row of the answer is no JSON object");
    }

    private OperationFailed brokenOff() {
        reply.close();
        return new OperationFailed(
                ErrorCode.UNAVAILABLE,
                "the answer broke off before its result; what came so far is not complete");
    }

    /// Progress as a record, or null when it is none.
    static io.ipfskit.operation.@Nullable Progress progress(JsonNode json) {
        if (!json.isObject()) {
            return null;
        }
        return new io.ipfskit.operation.Progress(
                json.path("phase").asString(""),
                json.path("done").asLong(0),
                json.path("total").asLong(-1),
                json.path("unit").asString(""),
                json.hasNonNull("item") ? json.path("item").asString("") : null);
    }
}
