package io.ipfskit.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipfskit.anyio.AnyIO;
import io.ipfskit.anyio.Backends;
import io.ipfskit.kit.Declared.Output;
import io.ipfskit.kit.config.Config;
import io.ipfskit.kit.ops.AdminOperations;
import io.ipfskit.operation.Access;
import io.ipfskit.operation.ErrorCode;
import io.ipfskit.operation.OperationFailed;
import io.ipfskit.operation.Principal;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/// What is written down of each call: the audit's lines and the meters' numbers.
@SuppressWarnings("NullAway") // what is missing fails the test
class CallRecordTest {
    private static final Logger AUDIT = Logger.getLogger(CallRecord.AUDIT);

    @TempDir Path folder;

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final RecordingMeters meters = new RecordingMeters();
    private final Operations operations = new Operations(meters);
    private final Handler taker =
            new Handler() {
                @Override
                public void publish(LogRecord record) {
                    lines.add(record.getMessage());
                }

                @Override
                public void flush() {}

                @Override
                public void close() {}
            };

    private interface Inside {
        void run() throws Exception;
    }

    private static void inRun(Inside body) throws Exception {
        AnyIO.<Boolean, Exception>run(
                Backends.named("threads"),
                _ -> {
                    body.run();
                    return true;
                });
    }

    @BeforeEach
    void listen() {
        AUDIT.setLevel(Level.INFO);
        AUDIT.setUseParentHandlers(false);
        AUDIT.addHandler(taker);
    }

    @AfterEach
    void stopListening() {
        AUDIT.removeHandler(taker);
        AUDIT.setUseParentHandlers(true);
        AUDIT.setLevel(null);
    }

    @Test
    void aCallThatWritesIsOneLineWithoutWhatWasSent() throws Exception {
        var write = Declared.named("test", "write").access(Access.WRITE).build();
        inRun(() ->
                operations.invoke(
                        write.to((input, _) -> new Output(input.text())),
                        Declared.input("the secret"),
                        Invocation.of(new Principal("alice smith\n", Access.WRITE), "rest")
                                .withOperationId("id-1")));
        assertThat(lines).hasSize(1);
        assertThat(lines.getFirst())
                .matches(
                        "operation=test\\.write access=write id=id-1 door=rest"
                                + " principal=alice\\?smith\\? outcome=ok duration_ms=[0-9]+")
                .doesNotContain("secret");
    }

    @Test
    void aRefusedCallIsInTheAudit() throws Exception {
        var admin = Declared.named("test", "rule").access(Access.ADMIN).build();
        inRun(() ->
                assertThatThrownBy(() ->
                                operations.invoke(
                                        admin.to((input, _) -> new Output(input.text())),
                                        Declared.input("x"),
                                        Invocation.of(new Principal("guest", Access.READ), "mcp")))
                        .isInstanceOf(OperationFailed.class));
        assertThat(lines)
                .singleElement()
                .asString()
                .contains("operation=test.rule", "principal=guest", "outcome=permission_denied");
    }

    @Test
    void aFailedCallNamesItsError() throws Exception {
        var write = Declared.named("test", "write").access(Access.WRITE).build();
        inRun(() ->
                assertThatThrownBy(() ->
                                operations.invoke(
                                        write.to((_, _) -> {
                                            throw new OperationFailed(
                                                    ErrorCode.NOT_FOUND, "no /home/alice here");
                                        }),
                                        Declared.input("x"),
                                        Invocation.of(Principal.LOCAL, "cli")))
                        .isInstanceOf(OperationFailed.class));
        assertThat(lines)
                .singleElement()
                .asString()
                .contains("outcome=not_found")
                .doesNotContain("alice");
    }

    @Test
    void readsAreNotInTheAudit() throws Exception {
        inRun(() ->
                operations.invoke(
                        Declared.ECHO.to((input, _) -> new Output(input.text())),
                        Declared.input("x"),
                        Invocation.of(Principal.LOCAL, "test")));
        assertThat(lines).isEmpty();
    }

    @Test
    void looksAtTheNodeItselfAreNotInTheAuditUnlessTheyAreRefused() throws Exception {
        var bound =
                AdminOperations.OPERATIONS.to((_, _) -> {
                    return new AdminOperations.OperationList(List.of(), 0);
                });
        var input = new AdminOperations.OperationsInput("all");
        inRun(() -> {
            operations.invoke(bound, input, Invocation.of(Principal.LOCAL, "rest"));
            assertThat(lines).isEmpty();
            assertThatThrownBy(() ->
                            operations.invoke(
                                    bound,
                                    input,
                                    Invocation.of(new Principal("guest", Access.READ), "rest")))
                    .isInstanceOf(OperationFailed.class);
            assertThat(lines).hasSize(1);
        });
    }

    @Test
    void metersAreToldOfEachCallByOperationAndOutcome() throws Exception {
        var echo = Declared.ECHO.to((input, _) -> new Output(input.text()));
        var broken =
                Declared.ECHO.to((_, _) -> {
                    throw new OperationFailed(ErrorCode.CONFLICT, "no");
                });
        Invocation local = Invocation.of(Principal.LOCAL, "test");
        inRun(() -> {
            operations.invoke(echo, Declared.input("a"), local);
            operations.invoke(echo, Declared.input("b"), local);
            assertThatThrownBy(() -> operations.invoke(broken, Declared.input("c"), local))
                    .isInstanceOf(OperationFailed.class);
        });
        assertThat(meters.counted("operation_calls_total{operation=test.echo,outcome=ok}"))
                .isEqualTo(2);
        assertThat(meters.counted("operation_calls_total{operation=test.echo,outcome=conflict}"))
                .isEqualTo(1);
        assertThat(meters.recorded("operation_seconds{operation=test.echo,outcome=ok}"))
                .hasSize(2)
                .allMatch(seconds -> seconds >= 0);
        assertThat(meters.recorded("operation_seconds{operation=test.echo,outcome=conflict}"))
                .hasSize(1);
    }

    @Test
    void anEmbedderPassesItsMeters() throws Exception {
        try (IpfsKit kit =
                IpfsKit.open(
                        Config.embedded(folder.resolve("data")),
                        KitOptions.EMBEDDED.withMeters(meters))) {
            kit.ipfs().id();
            assertThat(kit.capabilities().missing())
                    .extracting(Capabilities.Missing::name)
                    .doesNotContain("metrics");
        }
        assertThat(meters.counted("operation_calls_total{operation=ipfs.id,outcome=ok}"))
                .isEqualTo(1);
    }
}
