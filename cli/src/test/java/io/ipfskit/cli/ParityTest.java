package io.ipfskit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipfskit.anyio.AnyIO;
import io.ipfskit.anyio.Backends;
import io.ipfskit.anyio.Disk;
import io.ipfskit.kit.Kit;
import io.ipfskit.kit.KitOptions;
import io.ipfskit.kit.config.Config;
import io.ipfskit.kit.life.StopReason;
import io.ipfskit.mcp.Tool;
import io.ipfskit.operation.Operation;
import io.ipfskit.operation.Operation.Door;
import io.ipfskit.server.mcp.LocalCaller;
import io.ipfskit.server.mcp.OperationTools;
import io.ipfskit.server.mcp.PathPolicy;
import io.ipfskit.server.rest.RouteTable;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Every operation is at every door, or says why not.
class ParityTest {
    @TempDir Path folder;

    private interface Inside {
        void run(List<Operation<?, ?>> operations, Parity parity) throws Exception;
    }

    /// With the registry and the doors of a node that runs.
    private void onNode(Inside inside) throws Exception {
        Config config = Config.embedded(folder.resolve("data"));
        AnyIO.<StopReason, Exception>run(
                Backends.named("threads"),
                run ->
                        Kit.<StopReason, Exception>run(
                                config,
                                KitOptions.EMBEDDED,
                                kit -> {
                                    inside.run(operationsOf(kit), doorsOf(kit));
                                    return StopReason.CLOSED;
                                }));
    }

    private static List<Operation<?, ?>> operationsOf(Kit kit) {
        return kit.registry().all().stream().<Operation<?, ?>>map(b -> b.operation()).toList();
    }

    private static Parity doorsOf(Kit kit) {
        RouteTable routes = new RouteTable(kit.registry().all());
        List<String> tools =
                new OperationTools(
                                new LocalCaller(kit.registry(), kit.operations()),
                                PathPolicy.overHttp(Disk.real(), List.of()),
                                () -> null)
                        .list().stream().map(Tool::name).toList();
        return new Parity(
                Map.of(
                        Door.REST,
                        operation -> isRouted(routes, operation),
                        Door.MCP,
                        operation -> tools.contains(operation.id().replace('.', '_')),
                        Door.CLI,
                        Parity::hasCommand,
                        Door.JAVA,
                        Parity::hasMethod));
    }

    private static boolean isRouted(RouteTable routes, Operation<?, ?> operation) {
        String path = operation.path().replaceAll("\\{[^}]*}", "x");
        return routes.find(operation.verb().name(), path) instanceof RouteTable.Match.Found found
                && found.bound().operation() == operation;
    }

    @Test
    void everyOperationIsAtEveryDoorOrSaysWhyNot() throws Exception {
        onNode((operations, parity) -> {
            System.out.println("operations that are not at every door:");
            Parity.exemptions(operations).forEach(line -> System.out.println("  " + line));
            assertThat(operations).hasSizeGreaterThan(20);
            assertThat(parity.problems(operations)).isEmpty();
        });
    }

    @Test
    void anOperationThatADoorLacksIsNamed() throws Exception {
        var unknown =
                Operation.named("admin", "frobnicate", Input.class, Output.class)
                        .summary("Does nothing.")
                        .build();
        onNode((_, parity) ->
                assertThat(parity.problems(List.of(unknown)))
                        .containsExactlyInAnyOrder(
                                "admin.frobnicate has no REST door and declares no reason",
                                "admin.frobnicate has no MCP door and declares no reason",
                                "admin.frobnicate has no CLI door and declares no reason",
                                "admin.frobnicate has no JAVA door and declares no reason"));
    }

    @Test
    void anExemptionThatIsNotTrueAnyMoreIsNamed() throws Exception {
        var stale =
                Operation.named("pin", "add", Input.class, Output.class)
                        .summary("Pins.")
                        .exempt(Door.REST, "")
                        .exempt(Door.MCP, "the tool is there all the same")
                        .exempt(Door.CLI, "so is the command")
                        .exempt(Door.JAVA, "and the method")
                        .build();
        onNode((_, parity) ->
                assertThat(parity.problems(List.of(stale)))
                        .containsExactlyInAnyOrder(
                                "pin.add is exempt from REST without a reason",
                                "pin.add is exempt from MCP, but it is there",
                                "pin.add is exempt from CLI, but it is there",
                                "pin.add is exempt from JAVA, but it is there"));
    }

    record Input() {}

    record Output() {}
}
