package io.ipfskit.mcp;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.node.ObjectNode;

/// One JSON-RPC 2.0 message, as read from the other side.
sealed interface Message {
    /// Wants an answer.
    record Request(RequestId id, String method, ObjectNode params) implements Message {
        /// `params._meta`, empty when absent.
        ObjectNode meta() {
            return params.get("_meta") instanceof ObjectNode meta ? meta : params.objectNode();
        }
    }

    /// Wants none.
    record Notification(String method, ObjectNode params) implements Message {}

    /// The answer to a request of ours: exactly one of `result` and `error` is there.
    record Answer(RequestId id, @Nullable ObjectNode result, @Nullable ObjectNode error)
            implements Message {}
}
