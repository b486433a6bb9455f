package io.ipfskit.server.mcp;

import io.ipfskit.mcp.HttpOptions;
import io.ipfskit.mcp.McpExchange;
import io.ipfskit.mcp.McpServer;
import io.ipfskit.mcp.StreamableHttp;
import io.ipfskit.operation.Principal;
import io.ipfskit.server.http.HttpExchange;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;

/// MCP over HTTP at [#PATH]. `Host`, `Origin` and token were checked before.
public final class McpDoor {
    /// Where the door stands.
    public static final String PATH = "/mcp";

    private final StreamableHttp http;

    /// Serves `server`, with the default bounds of sessions.
    public McpDoor(McpServer server) {
        this.http = new StreamableHttp(server, HttpOptions.DEFAULT);
    }

    /// Answers one request of `principal` to [#PATH].
    public void serve(HttpExchange exchange, Principal principal)
            throws IOException, InterruptedException {
        http.handle(new Exchange(exchange, principal));
    }

    private record Exchange(HttpExchange exchange, Principal principal) implements McpExchange {
        @Override
        public String method() {
            return exchange.method();
        }

        @Override
        public @Nullable String header(String name) {
            return exchange.header(name);
        }

        @Override
        public int read(ByteBuffer target) throws IOException, InterruptedException {
            return exchange.read(target);
        }

        @Override
        public void respond(int status, Map<String, String> headers, byte[] body)
                throws IOException, InterruptedException {
            headers.forEach(exchange::set);
            if (body.length > 0) {
                exchange.respond(status, String.valueOf(headers.get("Content-Type")), body);
            } else {
                exchange.status(status).finish();
            }
        }

        @Override
        public EventStream open(Map<String, String> headers) {
            headers.forEach(exchange::set);
            return new EventStream() {
                @Override
                public void write(byte[] bytes) throws IOException, InterruptedException {
                    exchange.write(ByteBuffer.wrap(bytes));
                }

                @Override
                public void end() throws IOException, InterruptedException {
                    exchange.finish();
                }
            };
        }
    }
}
