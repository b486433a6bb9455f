package io.ipfskit.interop;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The public MCP client from npm, driven by `npm/mcp.mjs`.
final class McpClient {
    private McpClient() {}

    /// Runs it to its end and returns the facts it found, as JSON.
    static String run(Path npm, List<String> arguments) throws Exception {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Required.program("node").toString(),
                                npm.resolve("mcp.mjs").toString()));
        command.addAll(arguments);
        return Product.execute(Product.builder(command)).ok().out();
    }
}
