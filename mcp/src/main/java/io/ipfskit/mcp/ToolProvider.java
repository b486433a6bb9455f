package io.ipfskit.mcp;

import tools.jackson.databind.node.ObjectNode;

import java.util.List;

/// What can be called. The engine reads the list once.
public interface ToolProvider {
    /// All tools, in the order clients see them.
    List<Tool> list();

    /// Calls one of them. The arguments match its input schema. Runs in a task of its own, in a
    /// scope that ends when the client cancels the call or goes away.
    ///
    /// A tool that could not do its work returns a result with `isError`; an exception is taken for
    /// a defect and told to the client without its details.
    ///
    /// @throws InterruptedException when the call is cancelled
    ToolResult call(Tool tool, ObjectNode arguments, ToolContext context)
            throws InterruptedException;
}
