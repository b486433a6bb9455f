package io.ipfskit.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipfskit.anyio.CancelScope;
import io.ipfskit.anyio.Task;
import io.ipfskit.anyio.TaskGroup;
import io.ipfskit.operation.Access;
import io.ipfskit.operation.Principal;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

@Timeout(60)
class StreamableHttpTest {
    private static final String PING = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}";

    private final Fixture fixture = new Fixture();
    private final StreamableHttp http = new StreamableHttp(fixture.server(), HttpOptions.DEFAULT);

    private static TestExchange handle(StreamableHttp http, TestExchange exchange)
            throws Exception {
        http.handle(exchange);
        assertThat(exchange.ended).isTrue();
        return exchange;
    }

    private static String open(StreamableHttp http, Era era) throws Exception {
        TestExchange opened =
                handle(http, TestExchange.of("POST", Fixture.initialize(era.version())));
        assertThat(opened.status).isEqualTo(200);
        String id = Objects.requireNonNull(opened.headers.get("Mcp-Session-Id"));
        assertThat(id).matches("[0-9a-f]{32}");
        TestExchange ready = handle(http, post(id, Fixture.INITIALIZED));
        assertThat(ready.status).isEqualTo(202);
        assertThat(ready.text()).isEmpty();
        return id;
    }

    private static TestExchange post(String session, String body) {
        return TestExchange.of("POST", body).with("Mcp-Session-Id", session);
    }

    @ParameterizedTest
    @EnumSource
    void anAnswerAloneIsJson(Era era) throws Exception {
        Fixture.play(() -> {
            TestExchange pinged =
                    handle(
                            http,
                            post(open(http, era), PING)
                                    .with("MCP-Protocol-Version", era.version()));
            assertThat(pinged.status).isEqualTo(200);
            assertThat(pinged.headers).containsEntry("Content-Type", "application/json");
            assertThat(pinged.text()).isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}");
        });
    }

    @Test
    void anAnswerWithProgressIsAnEventStream() throws Exception {
        Fixture.play(() -> {
            TestExchange counted =
                    handle(http, post(open(http, Era.V2025_11_25), Fixture.call(4, "count", "{}")));
            assertThat(counted.headers).containsEntry("Content-Type", "text/event-stream");
            List<String> events = List.of(counted.text().split("\n\n", 0));
            assertThat(events.getFirst())
                    .startsWith("event: message\ndata: {")
                    .contains("notifications/progress");
            assertThat(events.getLast()).contains("\"id\":4,\"result\"");
        });
    }

    @Test
    void aLongSilenceOpensTheStreamWithAComment() throws Exception {
        StreamableHttp impatient =
                new StreamableHttp(
                        fixture.server(),
                        new HttpOptions(8, Duration.ofMinutes(1), Duration.ofMillis(1)));
        Fixture.play(() -> {
            String id = open(impatient, Era.V2025_11_25);
            TestExchange waiting = post(id, Fixture.call(9, "wait", "{}"));
            CancelScope.run(scope ->
                    TaskGroup.<@Nullable Void, Exception>open(group -> {
                        group.fork(() -> handle(impatient, waiting));
                        waiting.wrote.await();
                        scope.cancel("seen");
                        return null;
                    }));
            assertThat(waiting.text()).startsWith(": ");
        });
    }

    @ParameterizedTest
    @EnumSource
    void cancellingByAnotherRequestStopsTheCallAndEndsItsStreamWithoutAnswer(Era era)
            throws Exception {
        Fixture.play(() -> {
            String id = open(http, era);
            TaskGroup.<@Nullable Void, Exception>open(group -> {
                TestExchange call = post(id, Fixture.call(5, "wait", "{}"));
                Task<TestExchange> task = group.fork(() -> handle(http, call));
                fixture.waiting.await();
                String cancel =
                        """
                        {"jsonrpc":"2.0","method":"notifications/cancelled",\
                        "params":{"requestId":5}}\
                        """;
                assertThat(handle(http, post(id, cancel)).status).isEqualTo(202);
                fixture.stopped.await();
                assertThat(task.join().text()).isEmpty();
                return null;
            });
        });
    }

    @Test
    void aClientThatLeavesStopsItsCall() throws Exception {
        Fixture.play(() -> {
            String id = open(http, Era.V2025_11_25);
            CancelScope.run(scope ->
                    TaskGroup.<@Nullable Void, Exception>open(group -> {
                        TestExchange call = post(id, Fixture.call(5, "wait", "{}"));
                        group.fork(() -> handle(http, call));
                        fixture.waiting.await();
                        scope.cancel("the connection closed");
                        return null;
                    }));
            fixture.stopped.await();
            // its id is free again
            assertThat(handle(http, post(id, Fixture.call(5, "echo", "{\"text\":\"\"}"))).text())
                    .contains("\"result\"");
        });
    }

    @Test
    void deletingASessionStopsItsCallsAndForgetsIt() throws Exception {
        Fixture.play(() -> {
            String id = open(http, Era.V2025_11_25);
            TaskGroup.<@Nullable Void, Exception>open(group -> {
                group.fork(() -> handle(http, post(id, Fixture.call(5, "wait", "{}"))));
                fixture.waiting.await();
                assertThat(
                                handle(
                                                http,
                                                TestExchange.of("DELETE", "")
                                                        .with("Mcp-Session-Id", id))
                                        .status)
                        .isEqualTo(204);
                fixture.stopped.await();
                return null;
            });
            assertThat(handle(http, post(id, PING)).status).isEqualTo(404);
            assertThat(http.sessionCount()).isZero();
        });
    }

    @Test
    void aSessionBelongsToWhoOpenedIt() throws Exception {
        Fixture.play(() -> {
            String id = open(http, Era.V2025_11_25);
            TestExchange other =
                    TestExchange.of("POST", PING, new Principal("eve", Access.ADMIN))
                            .with("Mcp-Session-Id", id);
            assertThat(handle(http, other).status).isEqualTo(404);
        });
    }

    @Test
    void withoutRoomTheSessionIdleForLongestEnds() throws Exception {
        StreamableHttp small =
                new StreamableHttp(
                        fixture.server(),
                        new HttpOptions(2, Duration.ofMinutes(1), Duration.ofSeconds(5)));
        Fixture.play(() -> {
            String first = open(small, Era.V2025_11_25);
            String second = open(small, Era.V2025_11_25);
            handle(small, post(first, PING));
            open(small, Era.V2025_11_25);
            assertThat(handle(small, post(second, PING)).status).isEqualTo(404);
            assertThat(handle(small, post(first, PING)).status).isEqualTo(200);
        });
    }

    @ParameterizedTest
    @CsvSource({
        "Accept, application/json, 406",
        "Accept, , 406",
        "Content-Type, text/plain, 415",
        "Content-Type, , 415",
        "MCP-Protocol-Version, 1999-01-01, 400",
        "Mcp-Session-Id, , 400",
        "Mcp-Session-Id, 00, 404"
    })
    void aRequestWithAWrongHeaderIsRefused(String name, String value, int status) throws Exception {
        Fixture.play(() -> {
            TestExchange bad = post(open(http, Era.V2025_11_25), PING).with(name, value);
            assertThat(handle(http, bad).status).isEqualTo(status);
            assertThat(Fixture.json(bad.text()).at("/error/message").asString()).isNotEmpty();
        });
    }

    @Test
    void aBodyThatIsNoMessageIsRefused() throws Exception {
        Fixture.play(() -> {
            String id = open(http, Era.V2025_11_25);
            assertThat(handle(http, post(id, "{")).status).isEqualTo(400);
            assertThat(handle(http, post(id, "[" + PING + "]")).status).isEqualTo(400);
            assertThat(handle(http, post(id, "x".repeat(Wire.MAX_MESSAGE + 1))).status)
                    .isEqualTo(413);
        });
    }

    @Test
    void initializeThatFailsOpensNoSession() throws Exception {
        Fixture.play(() -> {
            TestExchange bad =
                    handle(
                            http,
                            TestExchange.of(
                                    "POST",
                                    "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\"}"));
            assertThat(bad.status).isEqualTo(400);
            assertThat(http.sessionCount()).isZero();
        });
    }

    @Test
    void getHasNoStream() throws Exception {
        Fixture.play(() -> {
            TestExchange got = handle(http, TestExchange.of("GET", ""));
            assertThat(got.status).isEqualTo(405);
            assertThat(got.headers).containsEntry("Allow", "POST, DELETE");
        });
    }

    @Test
    void boundsMustBePositive() {
        assertThatThrownBy(() -> new HttpOptions(0, Duration.ofSeconds(1), Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("was 0");
    }
}
