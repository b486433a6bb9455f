package io.ipfskit.server.mcp;

import io.ipfskit.kit.json.Durations;
import io.ipfskit.kit.json.Json;
import io.ipfskit.kit.json.Problem;
import io.ipfskit.kit.json.RecordField;
import io.ipfskit.mcp.ClientRequestFailed;
import io.ipfskit.mcp.Implementation;
import io.ipfskit.mcp.ServerOptions;
import io.ipfskit.mcp.Tool;
import io.ipfskit.mcp.ToolContext;
import io.ipfskit.mcp.ToolProvider;
import io.ipfskit.mcp.ToolResult;
import io.ipfskit.operation.ByteSource;
import io.ipfskit.operation.ByteStream;
import io.ipfskit.operation.ErrorCode;
import io.ipfskit.operation.Failure;
import io.ipfskit.operation.Operation;
import io.ipfskit.operation.Operation.BodyIn;
import io.ipfskit.operation.Operation.BodyOut;
import io.ipfskit.operation.Operation.Door;
import io.ipfskit.operation.OperationFailed;
import io.ipfskit.operation.Progress;
import io.ipfskit.operation.Tree;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// The operations of a node as tools. A failure becomes a result with `isError` and the same
/// problem object as at every other door; the id of the run is in `_meta` under
/// `io.ipfskit/operation_id`.
public final class OperationTools implements ToolProvider {
    /// The key of `_meta` that carries a deadline: `90` (seconds), `"1.5s"`, `"10m"`.
    public static final String TIMEOUT = "io.ipfskit/timeout";

    /// The key of `_meta` that carries the id of the run.
    public static final String OPERATION_ID = "io.ipfskit/operation_id";

    private static final List<String> CONTENT = List.of("text", "base64", "path");

    private final OperationCaller caller;
    private final PathPolicy paths;
    private final Supplier<@Nullable String> restUrl;
    private final Map<String, Operation<?, ?>> operations = new LinkedHashMap<>();

    /// The operations that `caller` reaches, without those that declare to be left out here.
    ///
    /// @param restUrl the URL of the node's API listener, for links to large content, or null when
    ///   there is none
    public OperationTools(
            OperationCaller caller, PathPolicy paths, Supplier<@Nullable String> restUrl) {
        this.caller = caller;
        this.paths = paths;
        this.restUrl = restUrl;
        for (Operation<?, ?> operation : caller.operations()) {
            if (!operation.exemptions().containsKey(Door.MCP)) {
                operations.put(ToolMaker.nameOf(operation), operation);
            }
        }
    }

    /// How the product presents itself to MCP clients.
    public static ServerOptions options(String version) {
        return ServerOptions.of(
                new Implementation(
                        "ipfs-kit",
                        "ipfs-kit",
                        version,
                        "Durable, content-addressed storage: a real IPFS node."),
                "Content is named by its CID. ipfs_add stores text, base64 or a path and pins it;"
                        + " ipfs_cat reads at most 256 KiB per call; ipfs_ls lists folders; pin_ls"
                        + " shows what is kept. Paths are a CID, or CID/folder/file.");
    }

    @Override
    public List<Tool> list() {
        return operations.values().stream().map(ToolMaker::make).toList();
    }

    @Override
    public ToolResult call(Tool tool, ObjectNode arguments, ToolContext context)
            throws InterruptedException {
        Operation<?, ?> operation = operations.get(tool.name());
        if (operation == null) {
            throw new IllegalArgumentException("no such tool: " + tool.name());
        }
        try {
            return run(operation, arguments.deepCopy(), context);
        } catch (OperationFailed failed) {
            return failed(operation, failed.failure());
        } catch (ClientRequestFailed silent) {
            return failed(
                    operation,
                    Failure.of(ErrorCode.UNAVAILABLE, String.valueOf(silent.getMessage())));
        }
    }

    private static ToolResult failed(Operation<?, ?> operation, Failure failure) {
        ObjectNode problem = Problem.of(failure);
        if (failure.operation() == null) {
            problem.put("operation", operation.id());
        }
        ToolResult result = ToolResult.failed(problem);
        String id = failure.operationId();
        return id == null ? result : result.withMeta(OPERATION_ID, id);
    }

    private <I, O> ToolResult run(
            Operation<I, O> operation, ObjectNode arguments, ToolContext context)
            throws InterruptedException {
        String rest = null;
        if (operation.bodyOut() == BodyOut.BYTES && !ToolMaker.hasWindow(operation)) {
            rest = restUrl.get();
            if (rest == null) {
                throw new OperationFailed(
                        ErrorCode.UNSUPPORTED,
                        "the result of "
                                + operation.id()
                                + " is too large for a tool, and no daemon runs that could serve it"
                                + " by HTTP; use ipfs_cat for files, or start ipfs-kit daemon");
            }
        }
        String url = rest;
        Incoming incoming = incoming(operation, arguments, context);
        bound(operation, arguments);
        I input = Json.standard().read(arguments, operation.input());
        Rows rows = new Rows();
        OperationCaller.Settings settings =
                new OperationCaller.Settings(
                        context.principal(),
                        timeout(context.meta().get(TIMEOUT)),
                        incoming.bytes,
                        incoming.tree,
                        rows::add,
                        progress ->
                                context.progress(
                                        (double) progress.done(),
                                        (double) progress.total(),
                                        message(progress)));
        return caller.call(
                operation,
                input,
                settings,
                called -> {
                    ToolResult result =
                            called.output() instanceof ByteStream stream
                                    ? url == null
                                            ? ContentWindow.of(stream, ToolMaker.WINDOW)
                                            : ContentLink.of(url, operation, arguments, stream)
                                    : record(operation, called.output(), rows);
                    String id = called.operationId();
                    return id == null ? result : result.withMeta(OPERATION_ID, id);
                });
    }

    private static <O> ToolResult record(Operation<?, O> operation, O output, Rows rows) {
        ObjectNode result = Json.standard().tree(output);
        if (operation.bodyOut() == BodyOut.ROWS) {
            rows.into(result);
        }
        return ToolResult.of(result);
    }

    /// Defaults that are the door's own, so that no result is without bound.
    private static void bound(Operation<?, ?> operation, ObjectNode arguments) {
        if (ToolMaker.hasWindow(operation) && !arguments.has("length")) {
            arguments.put("length", ToolMaker.WINDOW);
        }
        if (ToolMaker.hasPages(operation) && !arguments.has("limit")) {
            arguments.put("limit", ToolMaker.PAGE);
        }
    }

    private static @Nullable Duration timeout(@Nullable JsonNode value) {
        if (value == null || value.isNull()) {
            return null;
        }
        try {
            return Durations.parse(value.asString(""));
        } catch (IllegalArgumentException malformed) {
            throw OperationFailed.invalidField(
                    "_meta." + TIMEOUT, String.valueOf(malformed.getMessage()));
        }
    }

    private static String message(Progress progress) {
        String item = progress.item();
        return item == null ? progress.phase() : progress.phase() + " " + item;
    }

    /// What comes with the call; at most one is there.
    private record Incoming(@Nullable ByteSource bytes, @Nullable Tree tree) {}

    /// Takes the content out of the arguments.
    private Incoming incoming(Operation<?, ?> operation, ObjectNode arguments, ToolContext context)
            throws InterruptedException {
        if (operation.bodyIn() == BodyIn.NONE) {
            return new Incoming(null, null);
        }
        List<String> given = CONTENT.stream().filter(arguments::has).toList();
        if (given.isEmpty()
                && arguments.has("url")
                && RecordField.find(operation.input(), "url") != null) {
            return new Incoming(null, null); // the operation fetches it
        }
        if (given.size() != 1) {
            throw OperationFailed.invalidField(
                    given.isEmpty() ? "text" : given.getLast(),
                    "give the content as exactly one of text, base64 and path, not "
                            + (given.isEmpty() ? "none" : String.join(" and ", given)));
        }
        String kind = given.getFirst();
        String value = arguments.remove(kind).asString("");
        return switch (kind) {
            case "text" ->
                    new Incoming(ByteSource.of(value.getBytes(StandardCharsets.UTF_8)), null);
            case "base64" -> new Incoming(ByteSource.of(decode(value)), null);
            default -> {
                var path = paths.check(value, context);
                if (operation.bodyIn() == BodyIn.BYTES) {
                    yield new Incoming(ByteSource.of(path), null);
                }
                boolean hidden = arguments.path("hidden").asBoolean(false);
                yield new Incoming(null, Tree.of(path, new Tree.AddRules(hidden)));
            }
        };
    }

    private static byte[] decode(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException malformed) {
            throw OperationFailed.invalidField("base64", "not base64: " + malformed.getMessage());
        }
    }

    /// Collects rows up to the bound and counts the rest.
    private static final class Rows {
        private final List<ObjectNode> items = new ArrayList<>();
        private long leftOut;

        synchronized void add(Object row) {
            if (items.size() < ToolMaker.ROWS_MAX) {
                items.add(Json.standard().tree(row));
            } else {
                leftOut++;
            }
        }

        synchronized void into(ObjectNode result) {
            ArrayNode array = result.putArray("items");
            items.forEach(array::add);
            if (leftOut > 0) {
                result.put("items_left_out", leftOut);
            }
        }
    }
}
