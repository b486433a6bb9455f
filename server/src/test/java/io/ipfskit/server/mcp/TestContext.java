package io.ipfskit.server.mcp;

import io.ipfskit.kit.json.Json;
import io.ipfskit.mcp.Era;
import io.ipfskit.mcp.Implementation;
import io.ipfskit.mcp.LogLevel;
import io.ipfskit.mcp.ToolContext;
import io.ipfskit.operation.Principal;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A client as a test describes it.
final class TestContext implements ToolContext {
    private final Principal principal;
    private final Optional<List<Root>> roots;
    final ObjectNode meta = Json.standard().mapper().createObjectNode();
    final List<String> progress = new ArrayList<>();

    private TestContext(Principal principal, Optional<List<Root>> roots) {
        this.principal = principal;
        this.roots = roots;
    }

    static TestContext local() {
        return new TestContext(Principal.LOCAL, Optional.empty());
    }

    static TestContext withRoots(Principal principal, String... uris) {
        List<Root> roots = new ArrayList<>();
        for (String uri : uris) {
            roots.add(new Root(uri, ""));
        }
        return new TestContext(principal, Optional.of(roots));
    }

    @Override
    public Principal principal() {
        return principal;
    }

    @Override
    public Implementation client() {
        return new Implementation("test", "", "1", "");
    }

    @Override
    public Era era() {
        return Era.newest();
    }

    @Override
    public ObjectNode meta() {
        return meta;
    }

    @Override
    public void progress(double done, double total, @Nullable String message) {
        progress.add(done + "/" + total + " " + message);
    }

    @Override
    public void log(LogLevel level, String logger, JsonNode data) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<List<Root>> roots() {
        return roots;
    }
}
