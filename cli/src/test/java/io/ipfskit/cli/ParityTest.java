package io.ipfskit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipfskit.kit.Catalog;
import io.ipfskit.kit.IpfsKit;
import io.ipfskit.kit.json.Json;
import io.ipfskit.operation.Bound;
import io.ipfskit.operation.Operation;
import io.ipfskit.operation.Operation.Door;
import io.ipfskit.server.rest.RouteTable;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import picocli.CommandLine;

import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Every operation is at every door, or its declaration says why not. That the catalogue is the
/// registry of a running node is tested in `kit`.
class ParityTest {
    @TempDir Path folder;

    @Test
    void everyOperationIsAtEveryDoorOrSaysWhyNot() {
        Set<String> tools = tools();
        CommandLine commands = Main.commandLine();
        RouteTable routes = routes();
        List<String> wrong = new ArrayList<>();
        for (Operation<?, ?> operation : Catalog.all()) {
            for (Door door : Door.values()) {
                String exempt = operation.exemptions().get(door);
                boolean there =
                        switch (door) {
                            case REST -> hasRoute(routes, operation);
                            case MCP -> tools.contains(toolOf(operation));
                            case CLI -> hasCommand(commands, operation);
                            case JAVA -> hasMethod(operation);
                        };
                if (exempt == null && !there) {
                    wrong.add(operation + " is missing at " + door);
                } else if (exempt != null && there) {
                    wrong.add(operation + " is declared exempt from " + door + " but is there");
                } else if (exempt != null) {
                    assertThat(exempt).as("reason of " + operation).isNotBlank();
                    System.out.println("exempt: " + operation + " from " + door + ": " + exempt);
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void everyOperationAtTheTerminalHasHelp() {
        for (Operation<?, ?> operation : Catalog.all()) {
            if (!operation.exemptions().containsKey(Door.CLI)) {
                String words = OperationCommands.wordsOf(operation);
                Run run = Run.of((words + " --help").split(" "));
                assertThat(run.code()).as(words).isZero();
                assertThat(run.out()).startsWith("Usage: ipfs-kit " + words);
            }
        }
    }

    private static RouteTable routes() {
        List<Bound<?, ?>> all = new ArrayList<>();
        for (Operation<?, ?> operation : Catalog.all()) {
            all.add(bound(operation));
        }
        return new RouteTable(all);
    }

    private static <I, O> Bound<I, O> bound(Operation<I, O> operation) {
        return operation.to((_, _) -> {
            throw new IllegalStateException("routes are looked up here, not called");
        });
    }

    private static boolean hasRoute(RouteTable routes, Operation<?, ?> operation) {
        String path = operation.path().replaceAll("\\{[^}]*}", "x");
        return routes.find(operation.verb().name(), path) instanceof RouteTable.Match.Found found
                && found.bound().operation() == operation;
    }

    private static String toolOf(Operation<?, ?> operation) {
        return operation.group() + "_" + operation.name();
    }

    /// What `ipfs-kit mcp` lists.
    private Set<String> tools() {
        String requests =
                """
                {"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18",\
                "capabilities":{},"clientInfo":{"name":"parity","version":"1"}}}
                {"jsonrpc":"2.0","method":"notifications/initialized"}
                {"jsonrpc":"2.0","id":2,"method":"tools/list"}
                """;
        Run run =
                Run.with(
                        requests.getBytes(StandardCharsets.UTF_8),
                        "mcp",
                        "--data-dir",
                        folder.toString());
        Set<String> names = new HashSet<>();
        for (String line : run.lines()) {
            Json.standard()
                    .parse(line)
                    .path("result")
                    .path("tools")
                    .forEach(tool -> names.add(tool.path("name").stringValue()));
        }
        assertThat(names).as(run.out() + run.err()).isNotEmpty();
        return names;
    }

    private static boolean hasCommand(CommandLine commands, Operation<?, ?> operation) {
        CommandLine at = commands;
        for (String word : OperationCommands.wordsOf(operation).split(" ")) {
            at = at == null ? null : at.getSubcommands().get(word);
        }
        return at != null;
    }

    private static boolean hasMethod(Operation<?, ?> operation) {
        String name = operation.name().replace("_", "");
        return Arrays.stream(IpfsKit.class.getMethods())
                .filter(method -> method.getName().equals(operation.group()))
                .flatMap(method -> Arrays.stream(method.getReturnType().getMethods()))
                .map(Method::getName)
                .anyMatch(method -> method.equalsIgnoreCase(name));
    }
}
