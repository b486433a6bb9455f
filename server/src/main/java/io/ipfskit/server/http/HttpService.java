package io.ipfskit.server.http;

import java.io.IOException;

/// What a listener does with a request: plain blocking code in a task of its own.
@FunctionalInterface
public interface HttpService {
    /// Answers one request. An [io.ipfskit.operation.OperationFailed] becomes a problem document
    /// when nothing was sent yet; any failure after the first byte aborts the response.
    ///
    /// @throws IOException when the client cannot be read from or written to
    /// @throws InterruptedException when the request is cancelled
    void serve(HttpExchange exchange) throws IOException, InterruptedException;

    /// Answers at once, without a task and without waiting, or returns false to be served by a
    /// task. For answers at hand in memory; called on a thread that must not block.
    default boolean serveAtOnce(HttpExchange exchange) {
        return false;
    }
}
