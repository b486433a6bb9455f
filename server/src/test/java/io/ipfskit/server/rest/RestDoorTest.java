package io.ipfskit.server.rest;

import static io.ipfskit.server.rest.RestServer.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipfskit.kit.Operations;
import io.ipfskit.operation.Access;
import io.ipfskit.operation.Principal;
import io.ipfskit.server.RawClient;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

@Timeout(60)
@SuppressWarnings("StringConcatToTextBlock") // line ends are part of what is tested
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RestDoorTest {
    @SuppressWarnings("NullAway.Init")
    private RestServer rest;

    @BeforeAll
    void start() throws IOException {
        rest = new RestServer();
    }

    @AfterAll
    void stop() {
        rest.close();
    }

    @Test
    void aJsonBodyIsTheInputAndTheRecordIsTheAnswer() throws Exception {
        HttpResponse<String> response =
                rest.post("/test/echo", "{\"text\":\"hé\",\"times\":2,\"tags\":[\"a\",\"b\"]}");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body())
                .isEqualTo("{\"said_text\":\"héhé\",\"times\":2,\"tags\":[\"a\",\"b\"]}");
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(response.headers().firstValue("X-Operation-Id")).isPresent();
        assertThat(response.headers().firstValue("X-Duration-Ms")).isPresent();
        assertThat(response.headers().firstValue("X-Async-Backend")).hasValue("threads/virtual");
    }

    @Test
    void queryParametersFillAnInputWithoutBody() throws Exception {
        HttpResponse<String> response =
                rest.send(
                        rest.to("/test/echo?text=a%20b%2Bc&times=1&tags=x&tags=y")
                                .POST(HttpRequest.BodyPublishers.noBody()));
        assertThat(json(response).path("said_text").asString("")).isEqualTo("a b+c");
        assertThat(json(response).path("tags").size()).isEqualTo(2);
    }

    @Test
    void wrongFieldsAreToldAllAtOnceWith422() throws Exception {
        HttpResponse<String> response =
                rest.post("/test/echo", "{\"text\":7,\"times\":11,\"colour\":\"red\"}");
        assertThat(response.statusCode()).isEqualTo(422);
        assertThat(response.headers().firstValue("Content-Type"))
                .hasValue("application/problem+json");
        JsonNode problem = json(response);
        assertThat(problem.path("code").asString("")).isEqualTo("invalid_argument");
        assertThat(problem.path("operation").asString("")).isEqualTo("test.echo");
        assertThat(problem.path("operationId").asString(""))
                .isEqualTo(response.headers().firstValue("X-Operation-Id").orElse("?"));
        assertThat(problem.path("fields").toString()).contains("text").contains("colour");
    }

    @Test
    void malformedJsonIsAProblem() throws Exception {
        HttpResponse<String> response = rest.post("/test/echo", "{\"text\":");
        assertThat(response.statusCode()).isIn(400, 422);
        assertThat(json(response).path("code").asString("")).isEqualTo("invalid_argument");
    }

    @Test
    void aBodyOfAnotherTypeIs415() throws Exception {
        HttpResponse<String> response =
                rest.send(
                        rest.to("/test/echo")
                                .header("Content-Type", "text/plain")
                                .POST(HttpRequest.BodyPublishers.ofString("{\"text\":\"a\"}")));
        assertThat(response.statusCode()).isEqualTo(415);
    }

    @Test
    void everyErrorCodeHasItsStatus() throws Exception {
        List<String> seen = new ArrayList<>();
        for (String code :
                List.of(
                        "not_found",
                        "conflict",
                        "unavailable",
                        "timeout",
                        "integrity",
                        "unsupported")) {
            HttpResponse<String> response = rest.post("/test/fail", "{\"code\":\"" + code + "\"}");
            JsonNode problem = json(response);
            assertThat(problem.path("code").asString("")).isEqualTo(code);
            assertThat(problem.path("operation").asString("")).isEqualTo("test.fail");
            assertThat(response.headers().firstValue("X-Operation-Id"))
                    .hasValue(problem.path("operationId").asString(""));
            seen.add(code + " " + response.statusCode());
        }
        assertThat(seen)
                .containsExactly(
                        "not_found 404",
                        "conflict 409",
                        "unavailable 503",
                        "timeout 504",
                        "integrity 500",
                        "unsupported 501");
    }

    @Test
    void anUnknownPathNamesTheNearestRoute() throws Exception {
        HttpResponse<String> response = rest.get("/test/rosw");
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(json(response).path("detail").asString("")).contains("GET /api/v1/test/rows");
    }

    @Test
    void aWrongMethodIs405WithAllow() throws Exception {
        HttpResponse<String> response = rest.post("/test/things/1", "{}");
        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(response.headers().firstValue("Allow")).hasValue("GET, HEAD, DELETE, OPTIONS");
    }

    @Test
    void templateParametersAreDecoded() throws Exception {
        assertThat(json(rest.get("/test/things/a%2Fb%20%C3%A9")).path("id").asString(""))
                .isEqualTo("a/b é");
        assertThat(rest.get("/test/things/a?id=b").statusCode()).isEqualTo(422);
    }

    @Test
    void headIsGetWithoutBody() throws Exception {
        HttpResponse<String> response =
                rest.send(
                        rest.to("/test/things/abc")
                                .method("HEAD", HttpRequest.BodyPublishers.noBody()));
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEmpty();
        assertThat(response.headers().firstValue("Content-Length")).hasValue("12");
    }

    @Test
    void aCallerWithoutTheAccessIs403() throws Exception {
        try (RestServer asReader = new RestServer(new Principal("reader", Access.READ))) {
            HttpResponse<String> response = asReader.send(asReader.to("/test/things/1").DELETE());
            assertThat(response.statusCode()).isEqualTo(403);
            assertThat(json(response).path("code").asString("")).isEqualTo("permission_denied");
        }
    }

    @Test
    void aDeadlineFromQueryOrHeaderEndsTheOperationWith504() throws Exception {
        HttpResponse<String> byQuery = rest.get("/test/wait?timeout=50ms");
        assertThat(byQuery.statusCode()).isEqualTo(504);
        assertThat(json(byQuery).path("code").asString("")).isEqualTo("timeout");
        HttpResponse<String> byHeader =
                rest.send(rest.to("/test/wait").header("X-Request-Timeout", "0.05"));
        assertThat(byHeader.statusCode()).isEqualTo(504);
        assertThat(rest.get("/test/wait?timeout=soon").statusCode()).isEqualTo(422);
    }

    @Test
    void leavingEndsTheOperation() throws Exception {
        rest.operations.starts.clear();
        rest.operations.ends.clear();
        String id;
        try (RawClient client = rest.connect()) {
            client.get("/api/v1/test/wait");
            id = rest.operations.starts.take();
        }
        assertThat(rest.operations.ends.poll(1, TimeUnit.SECONDS)).isEqualTo(id);
    }

    @Test
    void cancellingByIdAnswers499() throws Exception {
        rest.operations.starts.clear();
        try (RawClient client = rest.connect()) {
            client.get("/api/v1/test/wait");
            String id = rest.operations.starts.take();
            assertThat(rest.calls.cancel(id, "not needed any more")).isNotNull();
            assertThat(client.readResponse())
                    .startsWith("HTTP/1.1 499")
                    .contains("not needed any more");
        }
    }

    @Test
    void rowsAreOneObjectWithItemsByDefault() throws Exception {
        assertThat(rest.get("/test/rows?count=2").body())
                .isEqualTo(
                        "{\"items\":[{\"number\":0,\"text\":\"row <0>\"},"
                                + "{\"number\":1,\"text\":\"row <1>\"}],\"count\":2}");
        assertThat(rest.get("/test/rows?count=0").body()).isEqualTo("{\"items\":[],\"count\":0}");
    }

    @Test
    void rowsAsLinesOnRequest() throws Exception {
        HttpResponse<String> response =
                rest.send(rest.to("/test/rows?count=2").header("Accept", "application/x-ndjson"));
        assertThat(response.body().split("\n"))
                .containsExactly(
                        "{\"item\":{\"number\":0,\"text\":\"row <0>\"}}",
                        "{\"item\":{\"number\":1,\"text\":\"row <1>\"}}",
                        "{\"result\":{\"count\":2}}");
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/x-ndjson");
    }

    @Test
    void aFailureBeforeTheFirstByteIsAProblemAlsoForRows() throws Exception {
        for (String accept :
                List.of("application/json", "application/x-ndjson", "text/event-stream")) {
            HttpResponse<String> response =
                    rest.send(rest.to("/test/rows?count=2&fail_at=0").header("Accept", accept));
            assertThat(response.statusCode()).as(accept).isEqualTo(500);
            assertThat(json(response).path("code").asString("")).isEqualTo("integrity");
        }
    }

    @Test
    void aFailureAmongLinesIsTheLastLineAndABrokenOffAnswer() throws Exception {
        try (RawClient client = rest.connect()) {
            String all =
                    client.send(
                                    "GET /api/v1/test/rows?count=9000&fail_at=8000 HTTP/1.1\r\n"
                                            + "Host: a\r\nAccept: application/x-ndjson\r\n\r\n")
                            .readAll();
            assertThat(all).contains("{\"item\":{\"number\":7999");
            assertThat(all).contains("{\"error\":{").contains("row 8000 is damaged");
            assertThat(all).doesNotContain("{\"result\"").doesNotContain("\r\n0\r\n");
        }
    }

    @Test
    void aFailureAmongRowsOfAnObjectBreaksTheAnswerOff() throws Exception {
        assertThatThrownBy(() -> rest.get("/test/rows?count=9000&fail_at=8000"))
                .isInstanceOf(IOException.class);
    }

    @Test
    void anyOperationAsEvents() throws Exception {
        HttpResponse<String> rows =
                rest.send(rest.to("/test/rows?count=1").header("Accept", "text/event-stream"));
        assertThat(rows.headers().firstValue("Content-Type")).hasValue("text/event-stream");
        assertThat(rows.body())
                .isEqualTo(
                        "event: item\ndata: {\"number\":0,\"text\":\"row <0>\"}\n\n"
                                + "event: result\ndata: {\"count\":1}\n\n");
        HttpResponse<String> value =
                rest.send(rest.to("/test/things/9").header("Accept", "text/event-stream"));
        assertThat(value.body()).isEqualTo("event: result\ndata: {\"id\":\"9\"}\n\n");
    }

    @Test
    void progressComesAsEventsAndTheFailureAsTheLast() throws Exception {
        rest.operations.starts.clear();
        try (RawClient client = rest.connect()) {
            client.send(
                    "GET /api/v1/test/wait HTTP/1.1\r\n"
                            + "Host: a\r\n"
                            + "Accept: text/event-stream\r\n\r\n");
            String head = client.readHead();
            assertThat(head).startsWith("HTTP/1.1 200");
            assertThat(rest.calls.cancel(rest.operations.starts.take(), "enough")).isNotNull();
            assertThat(client.readAll())
                    .contains("event: progress")
                    .contains("\"phase\":\"wait\"")
                    .contains("event: error")
                    .contains("enough")
                    .doesNotContain("\r\n0\r\n");
        }
    }

    @Test
    void slowReadersOfRowsSlowTheOperationAndLeavingEndsIt() throws Exception {
        try (RawClient client = rest.connect()) {
            client.socket().setReceiveBufferSize(8 * 1024);
            client.send(
                    "GET /api/v1/test/rows?count=2000000000 HTTP/1.1\r\n"
                            + "Host: a\r\nAccept: application/x-ndjson\r\n\r\n");
            InputStream in = client.socket().getInputStream();
            assertThat(in.readNBytes(100_000)).hasSize(100_000);
            assertThat(rest.calls.runningCount()).isPositive();
        }
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(2);
        while (rest.calls.list(Operations.Which.RUNNING).stream()
                        .anyMatch(run -> run.operation().equals("test.rows"))
                && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        assertThat(rest.calls.list(Operations.Which.RUNNING))
                .noneMatch(run -> run.operation().equals("test.rows"));
    }

    @Test
    void aJsonBodyOf3GibIsRefusedBeforeItIsRead() throws Exception {
        try (RawClient client = rest.connect()) {
            String answer =
                    client.send(
                                    "POST /api/v1/test/echo HTTP/1.1\r\nHost: a\r\n"
                                            + "Content-Type: application/json\r\n"
                                            + "Content-Length: 3221225472\r\n\r\n{\"text\":")
                            .readResponse();
            assertThat(answer)
                    .startsWith("HTTP/1.1 413")
                    .contains("\"code\":\"resource_exhausted\"")
                    .contains("\"retryable\":false");
        }
    }

    @Test
    void aHeadTooLargeIsRefused() throws Exception {
        try (RawClient client = rest.connect()) {
            String answer =
                    client.send(
                                    "GET /api/v1/test/rows HTTP/1.1\r\nHost: a\r\nX-Long: "
                                            + "x".repeat(40_000)
                                            + "\r\n\r\n")
                            .readHead();
            assertThat(answer).startsWith("HTTP/1.1 431");
        }
    }
}
