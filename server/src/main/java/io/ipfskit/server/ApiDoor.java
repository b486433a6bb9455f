package io.ipfskit.server;

import io.ipfskit.kit.Kit;
import io.ipfskit.operation.ErrorCode;
import io.ipfskit.operation.Failure;
import io.ipfskit.server.http.BearerToken;
import io.ipfskit.server.http.HostPolicy;
import io.ipfskit.server.http.HttpExchange;
import io.ipfskit.server.http.HttpProblem;
import io.ipfskit.server.http.HttpService;
import io.ipfskit.server.mcp.McpDoor;
import io.ipfskit.server.openapi.OpenApi;
import io.ipfskit.server.rest.RestDoor;
import io.ipfskit.server.web.StaticFiles;

import java.io.IOException;
import java.util.Map;
import java.util.function.BooleanSupplier;

/// What the API listener answers, by the beginning of the path. `Host` and `Origin` are checked for
/// all of it; the token for all but health and the files of the dashboard, which hold nothing of
/// the node.
final class ApiDoor implements HttpService {
    private final HostPolicy hosts;
    private final BearerToken token;
    private final RestDoor rest;
    private final OpenApi openApi;
    private final McpDoor mcp;
    private final MetricsDoor metrics;
    private final StaticFiles files;
    private final BooleanSupplier ready;

    /// @param ready whether the node is, for `/readyz`; see [Kit#isReady()]
    ApiDoor(
            HostPolicy hosts,
            BearerToken token,
            RestDoor rest,
            OpenApi openApi,
            McpDoor mcp,
            MetricsDoor metrics,
            StaticFiles files,
            BooleanSupplier ready) {
        this.hosts = hosts;
        this.token = token;
        this.rest = rest;
        this.openApi = openApi;
        this.mcp = mcp;
        this.metrics = metrics;
        this.files = files;
        this.ready = ready;
    }

    @Override
    public void serve(HttpExchange exchange) throws IOException, InterruptedException {
        if (hosts.check(exchange)) {
            exchange.status(204).finish();
            return;
        }
        String path = exchange.rawPath();
        if (path.startsWith(RestDoor.PREFIX + "/")) {
            rest.serve(exchange, token.authenticate(exchange));
            return;
        }
        switch (path) {
            case "/healthz" -> health(exchange, true, "alive");
            case "/readyz" -> health(exchange, ready.getAsBoolean(), "ready");
            case "/openapi.json" -> {
                var _ = token.authenticate(exchange);
                requireRead(exchange);
                exchange.set("Cache-Control", "no-cache");
                exchange.respond(200, "application/json", openApi.bytes());
            }
            case MetricsDoor.PATH -> {
                var _ = token.authenticate(exchange);
                requireRead(exchange);
                metrics.serve(exchange);
            }
            case McpDoor.PATH -> mcp.serve(exchange, token.authenticate(exchange));
            default -> {
                if (path.startsWith("/api/") || path.startsWith("/mcp/")) {
                    throw new HttpProblem(
                            404,
                            ErrorCode.NOT_FOUND,
                            "there is nothing at "
                                    + path
                                    + "; the API is below "
                                    + RestDoor.PREFIX);
                }
                files.serve(exchange);
            }
        }
    }

    /// The template of a request's path, for its span.
    String route(HttpExchange exchange) {
        String path = exchange.rawPath();
        if (path.startsWith(RestDoor.PREFIX + "/")) {
            return rest.route(exchange);
        }
        return switch (path) {
            case "/healthz", "/readyz", "/openapi.json", MetricsDoor.PATH, McpDoor.PATH -> path;
            default -> "/{file}";
        };
    }

    private static void health(HttpExchange exchange, boolean isOk, String name)
            throws IOException, InterruptedException {
        requireRead(exchange);
        exchange.set("Cache-Control", "no-store");
        exchange.respond(isOk ? 200 : 503, "application/json", "{\"" + name + "\":" + isOk + "}\n");
    }

    private static void requireRead(HttpExchange exchange) {
        if (!exchange.method().equals("GET") && !exchange.isHead()) {
            throw new HttpProblem(
                    405,
                    Failure.of(
                            ErrorCode.INVALID_ARGUMENT,
                            exchange.rawPath() + " can only be read, not " + exchange.method()),
                    Map.of("Allow", "GET, HEAD"));
        }
    }
}
