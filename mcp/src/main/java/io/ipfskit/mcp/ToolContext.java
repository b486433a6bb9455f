package io.ipfskit.mcp;

import io.ipfskit.operation.Principal;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.List;
import java.util.Optional;

/// What a tool sees of the call it serves. Belongs to the task of the call and those below it.
public interface ToolContext {
    /// A place on the client's side that it lets the server work in.
    ///
    /// @param uri a `file://` URI, as the client spelled it
    /// @param name for people; empty for none
    record Root(String uri, String name) {}

    /// Who calls.
    Principal principal();

    /// The program at the other end.
    Implementation client();

    /// The protocol version spoken.
    Era era();

    /// `_meta` of the request, empty when there is none.
    ObjectNode meta();

    /// Tells the client how far the call has come, if it asked. Never blocks: newer values replace
    /// older ones, values that do not grow are left out.
    ///
    /// @param done how much is done
    /// @param total how much there is, or -1 when unknown
    /// @param message what is being done, or null
    void progress(double done, double total, @Nullable String message);

    /// Sends a log message to the client when its level is at least the one it asked for. Blocks
    /// while the client reads slower.
    void log(LogLevel level, String logger, JsonNode data) throws InterruptedException;

    /// The client's roots; empty when the client does not offer any (which is not an empty list).
    /// Asks the client once and remembers until it says that they changed.
    ///
    /// @throws ClientRequestFailed when the client does not answer in 10 s, or with an error
    Optional<List<Root>> roots() throws InterruptedException;
}
