package io.ipfskit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipfskit.anyio.AnyIO;
import io.ipfskit.anyio.Backends;
import io.ipfskit.anyio.RunOptions;
import io.ipfskit.kit.ItemSink;
import io.ipfskit.kit.Kit;
import io.ipfskit.kit.KitOptions;
import io.ipfskit.kit.config.Config;
import io.ipfskit.operation.Operation;
import io.ipfskit.operation.Principal;
import io.ipfskit.server.mcp.LocalCaller;
import io.ipfskit.server.mcp.OperationCaller;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.MDC;

import java.nio.file.Path;
import java.util.List;

/// Log lines of what a tool of MCP does name its operation, as those of a REST call do.
class McpLogContextTest {
    @TempDir Path folder;

    /// No options.
    record Input() {}

    /// What the logging context says.
    record Said(String operationId) {}

    private static final Operation<Input, Said> SAY =
            Operation.named("test", "say", Input.class, Said.class)
                    .summary("Says what the logging context says.")
                    .get("/test/say")
                    .example("it", "{}")
                    .build();

    @Test
    void theLoggingContextOfAToolNamesItsOperation() throws Exception {
        Config config = Config.embedded(folder.resolve("data"));
        AnyIO.<Boolean, Exception>run(
                Backends.named("threads"),
                new RunOptions().carrying(new LogContext()),
                run ->
                        Kit.<Boolean, Exception>run(
                                config,
                                KitOptions.EMBEDDED.withOperations(
                                        List.of(
                                                SAY.to((_, _) ->
                                                        new Said(
                                                                String.valueOf(
                                                                        MDC.get(
                                                                                "operation_id")))))),
                                kit -> {
                                    OperationCaller.Settings settings =
                                            new OperationCaller.Settings(
                                                    Principal.LOCAL,
                                                    null,
                                                    null,
                                                    null,
                                                    ItemSink.DISCARD,
                                                    _ -> {});
                                    new LocalCaller(kit.registry(), kit.operations())
                                            .call(
                                                    SAY,
                                                    new Input(),
                                                    settings,
                                                    called -> {
                                                        assertThat(called.output().operationId())
                                                                .isEqualTo(called.operationId());
                                                        return true;
                                                    });
                                    assertThat(MDC.get("operation_id")).isNull();
                                    return true;
                                }));
    }
}
