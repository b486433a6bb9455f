package io.ipfskit.mcp;

import tools.jackson.databind.node.ObjectNode;

import java.io.IOException;

/// Where the messages that belong to one request go: notifications and requests of the server, and
/// at last the answer.
interface Outlet {
    /// Sends a notification or a request. A message is sent whole or not at all.
    ///
    /// @throws IOException when the client is gone
    void send(ObjectNode message) throws IOException, InterruptedException;
}
