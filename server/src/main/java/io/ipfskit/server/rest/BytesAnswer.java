package io.ipfskit.server.rest;

import io.ipfskit.kit.Invocation;
import io.ipfskit.kit.Operations;
import io.ipfskit.kit.json.Json;
import io.ipfskit.kit.json.RecordField;
import io.ipfskit.operation.Bound;
import io.ipfskit.operation.ByteStream;
import io.ipfskit.operation.ErrorCode;
import io.ipfskit.operation.Failure;
import io.ipfskit.server.http.ByteRange;
import io.ipfskit.server.http.ByteStreams;
import io.ipfskit.server.http.ContentDisposition;
import io.ipfskit.server.http.EntityTags;
import io.ipfskit.server.http.HttpExchange;
import io.ipfskit.server.http.HttpProblem;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.util.Map;

/// A stream of bytes as the body, with entity tag and, where the operation's input has `offset` and
/// `length`, ranges: the operation is asked once for the whole to learn its size, and again for the
/// range unless that begins where the whole does.
final class BytesAnswer {
    private final Operations operations;
    private final Json json;
    private final HttpExchange exchange;

    BytesAnswer(Operations operations, Json json, HttpExchange exchange) {
        this.operations = operations;
        this.json = json;
        this.exchange = exchange;
    }

    <I> void call(Bound<I, ByteStream> bound, I input, Invocation invocation)
            throws IOException, InterruptedException {
        ByteRange range = rangeWanted(bound, input);
        ByteRange.@Nullable Resolved left =
                operations.invoke(bound, input, invocation, stream -> answer(stream, range));
        if (left != null) {
            ObjectNode ranged = json.tree(input);
            ranged.put("offset", left.offset());
            ranged.put("length", left.length());
            // a second run needs an id of its own
            operations.invoke(
                    bound,
                    json.read(ranged, bound.operation().input()),
                    invocation.withOperationId(null),
                    stream -> {
                        ByteStreams.send(exchange, stream, left.length());
                        return null;
                    });
        }
    }

    /// The range of the header, unless the input names a part of the content itself.
    private <I> @Nullable ByteRange rangeWanted(Bound<I, ByteStream> bound, I input) {
        ByteRange range = ByteRange.parse(exchange.header("Range"));
        if (range == null || RecordField.find(bound.operation().input(), "offset") == null) {
            return null;
        }
        ObjectNode fields = json.tree(input);
        boolean isPart = fields.path("offset").asLong(0) != 0 || fields.hasNonNull("length");
        return isPart ? null : range;
    }

    /// Answers, or returns the range that another run must bring.
    private ByteRange.@Nullable Resolved answer(ByteStream stream, @Nullable ByteRange range)
            throws IOException, InterruptedException {
        String tag = stream.entityTag() == null ? null : "\"" + stream.entityTag() + "\"";
        if (tag != null) {
            exchange.set("ETag", tag);
            if (EntityTags.matches(exchange.header("If-None-Match"), tag)) {
                exchange.status(304).finish();
                return null;
            }
        }
        String mediaType = stream.mediaType();
        exchange.set("Content-Type", mediaType == null ? "application/octet-stream" : mediaType);
        // content of strangers in the API's own origin: never to be run as a page of it
        exchange.set("Content-Security-Policy", "sandbox; default-src 'none'");
        exchange.set("Content-Disposition", ContentDisposition.of("attachment", stream.fileName()));
        RestDoor.setDuration(exchange);
        long total = stream.total();
        if (total >= 0 && stream.offset() == 0 && stream.length() == total) {
            exchange.set("Accept-Ranges", "bytes");
        } else if (total >= 0) {
            // a part by the operation's own fields, which Content-Range must not describe on a 200
            exchange.set("X-Content-Offset", Long.toString(stream.offset()));
            exchange.set("X-Content-Total", Long.toString(total));
        }
        if (range == null
                || total < 0
                || !EntityTags.allowsRange(exchange.header("If-Range"), tag)) {
            ByteStreams.send(exchange, stream, stream.length());
            return null;
        }
        ByteRange.Resolved resolved = range.resolve(total);
        if (resolved == null) {
            throw new HttpProblem(
                    416,
                    Failure.of(
                            ErrorCode.INVALID_ARGUMENT,
                            "the content has "
                                    + total
                                    + " bytes, none of them in range "
                                    + exchange.header("Range")),
                    Map.of("Content-Range", "bytes */" + total));
        }
        exchange.status(206);
        exchange.set(
                "Content-Range",
                "bytes "
                        + resolved.offset()
                        + "-"
                        + (resolved.offset() + resolved.length() - 1)
                        + "/"
                        + total);
        if (resolved.offset() == 0 || exchange.isHead()) {
            ByteStreams.send(exchange, stream, resolved.length());
            return null;
        }
        return resolved;
    }
}
