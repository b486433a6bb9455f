package io.ipfskit.mcp;

import io.ipfskit.operation.Principal;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;

/// One HTTP request to the MCP endpoint and its response: what [StreamableHttp] needs of an HTTP
/// server.
///
/// The server has checked `Host`, `Origin` and the caller's token before. It runs
/// [StreamableHttp#handle] in a task whose scope it cancels when the client closes the connection
/// or resets the stream.
public interface McpExchange {
    /// The HTTP method, upper case.
    String method();

    /// The first value of this header, or null. Names are compared without case.
    @Nullable String header(String name);

    /// Who calls.
    Principal principal();

    /// Puts at least one byte of the request's body into `target` and returns how many, or -1 at
    /// its end.
    int read(ByteBuffer target) throws IOException, InterruptedException;

    /// Sends the whole response; an empty body has no content type.
    void respond(int status, Map<String, String> headers, byte[] body)
            throws IOException, InterruptedException;

    /// Sends status 200 and these headers now, and leaves the body open.
    EventStream open(Map<String, String> headers) throws IOException, InterruptedException;

    /// The open body of a response. One task at a time uses it.
    interface EventStream {
        /// Writes and flushes; blocks while the client reads slower.
        ///
        /// @throws IOException when the client is gone
        void write(byte[] bytes) throws IOException, InterruptedException;

        /// Ends the response as complete; idempotent.
        void end() throws IOException, InterruptedException;
    }
}
