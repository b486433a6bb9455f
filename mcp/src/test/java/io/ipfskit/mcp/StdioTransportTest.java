package io.ipfskit.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipfskit.operation.ErrorCode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import tools.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

@Timeout(60)
class StdioTransportTest {
    private final Fixture fixture = new Fixture();

    @Test
    void initializeTellsWhoServesAsItsEraSpells() throws Exception {
        StdioClient.talk(
                fixture.server(),
                client -> {
                    client.send(Fixture.initialize("2025-11-25"));
                    assertThat(client.receive().toString())
                            .isEqualTo(
                                    """
                                    {"jsonrpc":"2.0","id":0,"result":{\
                                    "protocolVersion":"2025-11-25",\
                                    "capabilities":{"logging":{},"tools":{"listChanged":false}},\
                                    "serverInfo":{"name":"fixture","title":"Fixture",\
                                    "version":"1.0","description":"Tools for tests."},\
                                    "instructions":"Call echo."}}\
                                    """);
                });
        StdioClient.talk(
                fixture.server(),
                client -> {
                    client.send(Fixture.initialize("2025-06-18"));
                    assertThat(client.receive().at("/result/serverInfo").toString())
                            .isEqualTo(
                                    "{\"name\":\"fixture\",\"title\":\"Fixture\",\"version\":\"1.0\"}");
                });
    }

    @ParameterizedTest
    @CsvSource({
        "2025-06-18, 2025-06-18",
        "2025-11-25, 2025-11-25",
        "2024-11-05, 2025-11-25",
        "2099-01-01, 2025-11-25"
    })
    void aVersionThatIsSpokenIsTakenAndAnyOtherAnsweredWithTheNewest(String asked, String given)
            throws Exception {
        StdioClient.talk(
                fixture.server(),
                client -> {
                    client.send(Fixture.initialize(asked));
                    assertThat(client.receive().at("/result/protocolVersion").asString())
                            .isEqualTo(given);
                });
    }

    @ParameterizedTest
    @EnumSource
    void toolsAreListedWithSchemasAndHints(Era era) throws Exception {
        StdioClient.talkIn(
                era,
                fixture.server(),
                client -> {
                    client.send("{\"jsonrpc\":\"2.0\",\"id\":\"list\",\"method\":\"tools/list\"}");
                    JsonNode answer = client.receive();
                    assertThat(answer.at("/id").asString()).isEqualTo("list");
                    assertThat(answer.at("/result/tools")).hasSize(6);
                    assertThat(answer.at("/result/nextCursor").isMissingNode()).isTrue();
                    assertThat(answer.at("/result/tools/0").toString())
                            .isEqualTo(
                                    """
                                    {"name":"echo","title":"Echo","description":"Gives the text \
                                    back.","inputSchema":{"type":"object","properties":{"text":\
                                    {"type":"string"}},"required":["text"],\
                                    "additionalProperties":false},"outputSchema":{"type":"object",\
                                    "properties":{"text":{"type":"string"}},"required":["text"],\
                                    "additionalProperties":false},"annotations":{"title":"Echo",\
                                    "readOnlyHint":true,"destructiveHint":false,\
                                    "idempotentHint":true,"openWorldHint":false}}\
                                    """);
                });
    }

    @Test
    void theListComesInPagesThatCursorsConnect() throws Exception {
        StdioClient.talkIn(
                Era.V2025_11_25,
                fixture.server(4),
                client -> {
                    client.send("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}");
                    JsonNode first = client.receive().get("result");
                    assertThat(first.get("tools")).hasSize(4);
                    client.send(
                            """
                            {"jsonrpc":"2.0","id":2,"method":"tools/list","params":{"cursor":"%s"}}\
                            """
                                    .formatted(first.get("nextCursor").asString()));
                    JsonNode second = client.receive().get("result");
                    assertThat(second.get("tools")).hasSize(2);
                    assertThat(second.has("nextCursor")).isFalse();
                    client.send(
                            """
                            {"jsonrpc":"2.0","id":3,"method":"tools/list","params":{"cursor":"x"}}\
                            """);
                    assertThat(client.receive().at("/error/code").asInt()).isEqualTo(-32602);
                });
    }

    @ParameterizedTest
    @EnumSource
    void aCallGivesStructuredContentAndTheSameAsText(Era era) throws Exception {
        StdioClient.talkIn(
                era,
                fixture.server(),
                client -> {
                    client.send(Fixture.call(7, "echo", "{\"text\":\"hé\\n\"}"));
                    assertThat(client.receive().toString())
                            .isEqualTo(
                                    """
                                    {"jsonrpc":"2.0","id":7,"result":{"content":[{"type":"text",\
                                    "text":"{\\"text\\":\\"hé\\\\n\\"}"}],\
                                    "structuredContent":{"text":"hé\\n"},"isError":false}}\
                                    """);
                });
    }

    @Test
    void wrongArgumentsAreAProtocolErrorBeforeTheEraOfCorrection() throws Exception {
        StdioClient.talkIn(
                Era.V2025_06_18,
                fixture.server(),
                client -> {
                    client.send(Fixture.call(1, "echo", "{\"text\":5}"));
                    JsonNode error = client.receive().get("error");
                    assertThat(error.get("code").asInt()).isEqualTo(-32602);
                    assertThat(error.at("/data/fields/0/field").asString()).isEqualTo("text");
                });
    }

    @Test
    void wrongArgumentsAreAFailedCallThatNamesTheFieldSinceThen() throws Exception {
        StdioClient.talkIn(
                Era.V2025_11_25,
                fixture.server(),
                client -> {
                    for (String arguments :
                            List.of("{\"text\":5}", "{}", "{\"text\":\"\",\"x\":1}")) {
                        client.send(Fixture.call(1, "echo", arguments));
                        JsonNode result = client.receive().get("result");
                        assertThat(result.get("isError").asBoolean()).isTrue();
                        JsonNode problem = Fixture.json(result.at("/content/0/text").asString());
                        assertThat(problem.get("code").asString())
                                .isEqualTo(ErrorCode.INVALID_ARGUMENT.id());
                        assertThat(problem.get("fields")).isNotEmpty();
                    }
                });
    }

    @ParameterizedTest
    @EnumSource
    void aFailingToolSaysSoInTheResult(Era era) throws Exception {
        StdioClient.talkIn(
                era,
                fixture.server(),
                client -> {
                    client.send(Fixture.call(1, "fail", "{}"));
                    JsonNode result = client.receive().get("result");
                    assertThat(result.get("isError").asBoolean()).isTrue();
                    assertThat(result.has("structuredContent")).isFalse();
                    assertThat(result.at("/_meta/io.ipfskit~1problem/code").asString())
                            .isEqualTo("not_found");
                });
    }

    @Test
    void aDefectIsToldWithoutItsDetails() throws Exception {
        StdioClient.talkIn(
                Era.V2025_11_25,
                fixture.server(),
                client -> {
                    client.send(Fixture.call(1, "defect", "{}"));
                    JsonNode error = client.receive().get("error");
                    assertThat(error.get("code").asInt()).isEqualTo(-32603);
                    assertThat(error.toString()).doesNotContain("secret");
                });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{nonsense | -32700",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"id\":2,\"method\":\"ping\"} | -32700",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"} x | -32700",
                "[] | -32600",
                "[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}] | -32600",
                "7 | -32600",
                "{\"jsonrpc\":\"1.0\",\"id\":1,\"method\":\"ping\"} | -32600",
                "{\"id\":1,\"method\":\"ping\"} | -32600",
                "{\"jsonrpc\":\"2.0\",\"id\":null,\"method\":\"ping\"} | -32600",
                "{\"jsonrpc\":\"2.0\",\"id\":1.5,\"method\":\"ping\"} | -32600",
                "{\"jsonrpc\":\"2.0\",\"id\":{},\"method\":\"ping\"} | -32600",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":5} | -32600",
                "{\"jsonrpc\":\"2.0\",\"id\":1} | -32600",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"params\":[]} | -32602",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"no/such\"} | -32601",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\"} | -32602",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":5}} |"
                        + " -32602",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"echo\",\"arguments\":[]}}"
                    + " | -32602",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"none\"}}"
                    + " | -32602",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"logging/setLevel\",\"params\":{\"level\":\"loud\"}}"
                    + " | -32602",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{}} | -32600"
            })
    void aBadMessageIsRefusedAndTheNextOneServed(String message, int code) throws Exception {
        StdioClient.talkIn(
                Era.V2025_11_25,
                fixture.server(),
                client -> {
                    client.send(message);
                    assertThat(client.receive().at("/error/code").asInt()).isEqualTo(code);
                    client.send("{\"jsonrpc\":\"2.0\",\"id\":99,\"method\":\"ping\"}");
                    assertThat(client.receive().toString())
                            .isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":99,\"result\":{}}");
                });
    }

    @Test
    void nestingBeyondTheLimitIsRefused() throws Exception {
        StdioClient.talkIn(
                Era.V2025_11_25,
                fixture.server(),
                client -> {
                    client.send("[".repeat(100_000));
                    assertThat(client.receive().at("/error/code").asInt()).isEqualTo(-32600);
                });
    }

    @Test
    void aMessageBeyondTheLimitIsSkippedToItsEnd() throws Exception {
        StdioClient.talkIn(
                Era.V2025_11_25,
                fixture.server(),
                client -> {
                    byte[] large = new byte[Wire.MAX_MESSAGE + 1000];
                    Arrays.fill(large, (byte) 'x');
                    client.sendBytes(large);
                    client.send("");
                    assertThat(client.receive().at("/error/message").asString())
                            .contains(String.valueOf(Wire.MAX_MESSAGE));
                    client.send("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}");
                    assertThat(client.receive().has("result")).isTrue();
                });
    }

    @Test
    void nothingButPingIsServedBeforeInitialize() throws Exception {
        StdioClient.talk(
                fixture.server(),
                client -> {
                    client.send("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}");
                    assertThat(client.receive().at("/error/code").asInt()).isEqualTo(-32600);
                    client.send("{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"ping\"}");
                    assertThat(client.receive().has("result")).isTrue();
                });
    }

    @ParameterizedTest
    @EnumSource
    void cancellingACallStopsItsTaskAndSendsNoAnswer(Era era) throws Exception {
        StdioClient.talkIn(
                era,
                fixture.server(),
                client -> {
                    client.send(Fixture.call(5, "wait", "{}"));
                    fixture.waiting.await();
                    client.send(
                            """
                            {"jsonrpc":"2.0","method":"notifications/cancelled",\
                            "params":{"requestId":5,"reason":"enough"}}\
                            """);
                    fixture.stopped.await();
                    client.send("{\"jsonrpc\":\"2.0\",\"id\":6,\"method\":\"ping\"}");
                    assertThat(client.receive().get("id").asInt()).isEqualTo(6);
                    assertThat(client.nothingReceived()).isTrue();
                });
        assertThat(fixture.begun).hasValue(1);
    }

    @Test
    void closingTheInputStopsWhatRuns() throws Exception {
        StdioClient.talkIn(
                Era.V2025_11_25,
                fixture.server(),
                client -> {
                    client.send(Fixture.call(5, "wait", "{}"));
                    fixture.waiting.await();
                    client.close();
                    fixture.stopped.await();
                });
    }

    @Test
    void cancellingWhatDoesNotRunIsIgnored() throws Exception {
        StdioClient.talkIn(
                Era.V2025_11_25,
                fixture.server(),
                client -> {
                    for (String id : List.of("77", "\"x\"", "{}", "null")) {
                        client.send(
                                "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":"
                                        + id
                                        + "}}");
                    }
                    client.send("{\"jsonrpc\":\"2.0\",\"id\":6,\"method\":\"ping\"}");
                    assertThat(client.receive().get("id").asInt()).isEqualTo(6);
                });
    }

    @Test
    void progressGrowsAndEndsBeforeTheAnswer() throws Exception {
        StdioClient.talkIn(
                Era.V2025_11_25,
                fixture.server(),
                client -> {
                    client.send(Fixture.call(3, "count", "{}"));
                    List<Double> seen = new ArrayList<>();
                    JsonNode message = client.receive();
                    while (message.path("method").asString("").equals("notifications/progress")) {
                        assertThat(message.at("/params/progressToken").asString()).isEqualTo("t3");
                        assertThat(message.at("/params/total").asDouble()).isEqualTo(1000);
                        seen.add(message.at("/params/progress").asDouble());
                        message = client.receive();
                    }
                    assertThat(message.at("/result/content/0/text").asString())
                            .isEqualTo("counted");
                    assertThat(seen).isSorted().doesNotHaveDuplicates().last().isEqualTo(1000.0);
                });
    }

    @Test
    void rootsAreAskedForOnceUntilTheyChange() throws Exception {
        StdioClient.talkIn(
                Era.V2025_11_25,
                fixture.server(),
                client -> {
                    client.send(Fixture.call(1, "roots", "{}"));
                    answerRoots(client, "file:///a");
                    client.send(Fixture.call(2, "roots", "{}"));
                    assertThat(client.receive().get("id").asInt()).isEqualTo(2);
                    client.send(
                            "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/roots/list_changed\"}");
                    client.send(Fixture.call(3, "roots", "{}"));
                    answerRoots(client, "file:///b");
                });
        assertThat(fixture.seenRoots)
                .containsExactly(roots("file:///a"), roots("file:///a"), roots("file:///b"));
    }

    private static Optional<List<ToolContext.Root>> roots(String uri) {
        return Optional.of(List.of(new ToolContext.Root(uri, "")));
    }

    private static void answerRoots(StdioClient client, String uri) throws InterruptedException {
        JsonNode asked = client.receive();
        assertThat(asked.get("method").asString()).isEqualTo("roots/list");
        client.send(
                "{\"jsonrpc\":\"2.0\",\"id\":"
                        + asked.get("id")
                        + ",\"result\":{\"roots\":[{\"uri\":\""
                        + uri
                        + "\"}]}}");
        assertThat(client.receive().has("result")).isTrue();
    }

    @Test
    void anIdThatRunsAlreadyIsRefused() throws Exception {
        StdioClient.talkIn(
                Era.V2025_11_25,
                fixture.server(),
                client -> {
                    client.send(Fixture.call(5, "wait", "{}"));
                    client.send(Fixture.call(5, "echo", "{\"text\":\"\"}"));
                    JsonNode refused = client.receive();
                    assertThat(refused.get("id").isNull()).isTrue();
                    assertThat(refused.at("/error/code").asInt()).isEqualTo(-32600);
                });
    }

    @Test
    void moreCallsThanTheLimitAreRefusedUntilOneEnds() throws Exception {
        StdioClient.talkIn(
                Era.V2025_11_25,
                fixture.server(),
                client -> {
                    for (int id = 1; id <= ServerOptions.CALLS_MAX; id++) {
                        client.send(Fixture.call(id, "wait", "{}"));
                    }
                    client.send(Fixture.call(100, "echo", "{\"text\":\"\"}"));
                    JsonNode refused = client.receive();
                    assertThat(refused.get("id").asInt()).isEqualTo(100);
                    assertThat(refused.at("/error/code").asInt())
                            .isEqualTo(ErrorCode.RESOURCE_EXHAUSTED.jsonRpcCode());
                });
    }

    @Test
    void callsOfOneSessionRunAtTheSameTime() throws Exception {
        StdioClient.talkIn(
                Era.V2025_11_25,
                fixture.server(),
                client -> {
                    client.send(Fixture.call(1, "wait", "{}"));
                    fixture.waiting.await();
                    Set<Integer> answered = new HashSet<>();
                    for (int id = 2; id <= 20; id++) {
                        client.send(Fixture.call(id, "echo", "{\"text\":\"\"}"));
                    }
                    for (int id = 2; id <= 20; id++) {
                        answered.add(client.receive().get("id").asInt());
                    }
                    assertThat(answered).hasSize(19).doesNotContain(1);
                });
    }
}
