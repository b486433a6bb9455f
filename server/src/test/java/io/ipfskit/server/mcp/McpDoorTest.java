package io.ipfskit.server.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipfskit.anyio.Time;
import io.ipfskit.kit.json.Json;
import io.ipfskit.mcp.ContentBlock;
import io.ipfskit.mcp.Implementation;
import io.ipfskit.mcp.McpServer;
import io.ipfskit.mcp.ServerOptions;
import io.ipfskit.mcp.Tool;
import io.ipfskit.mcp.ToolContext;
import io.ipfskit.mcp.ToolProvider;
import io.ipfskit.mcp.ToolResult;
import io.ipfskit.operation.Principal;
import io.ipfskit.server.EveryBackend;
import io.ipfskit.server.TestServer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import tools.jackson.databind.node.ObjectNode;

import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;

@Timeout(60)
@EveryBackend
class McpDoorTest implements ToolProvider {
    private static final String CALL =
            """
            {"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"%s",\
            "_meta":{"progressToken":7}}}\
            """;

    private final CountDownLatch waiting = new CountDownLatch(1);
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final TestServer server;
    private final HttpClient client = HttpClient.newHttpClient();
    private String session = "";

    McpDoorTest(String backend) throws Exception {
        McpDoor door =
                new McpDoor(
                        new McpServer(
                                ServerOptions.of(new Implementation("test", "", "1", ""), ""),
                                this));
        server = new TestServer(backend, exchange -> door.serve(exchange, Principal.LOCAL));
    }

    @Override
    public List<Tool> list() {
        ObjectNode schema = Json.standard().mapper().createObjectNode().put("type", "object");
        Tool.Annotations annotations = new Tool.Annotations(true, false, true, false);
        return List.of(
                new Tool("count", "", "Counts.", schema, null, annotations),
                new Tool("wait", "", "Waits.", schema, null, annotations));
    }

    @Override
    public ToolResult call(Tool tool, ObjectNode arguments, ToolContext context)
            throws InterruptedException {
        if (tool.name().equals("wait")) {
            waiting.countDown();
            try {
                Time.sleepForever();
            } finally {
                stopped.countDown();
            }
        }
        context.progress(1, 2, "half");
        return new ToolResult(
                null,
                List.of(new ContentBlock.Text("counted")),
                false,
                Json.standard().mapper().createObjectNode());
    }

    @BeforeEach
    void open() throws Exception {
        HttpResponse<String> opened =
                post(
                        """
                        {"jsonrpc":"2.0","id":0,"method":"initialize","params":\
                        {"protocolVersion":"2025-11-25","capabilities":{},\
                        "clientInfo":{"name":"test","version":"1"}}}\
                        """);
        assertThat(opened.statusCode()).isEqualTo(200);
        session = opened.headers().firstValue("Mcp-Session-Id").orElseThrow();
    }

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    private HttpResponse<String> post(String message) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(server.uri("/mcp"))
                        .header("Content-Type", "application/json")
                        .header("Accept", "application/json, text/event-stream")
                        .POST(HttpRequest.BodyPublishers.ofString(message));
        if (!session.isEmpty()) {
            request.header("Mcp-Session-Id", session);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void anAnswerAloneIsJson() throws Exception {
        HttpResponse<String> pinged = post("{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"ping\"}");
        assertThat(pinged.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(pinged.body()).isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":2,\"result\":{}}");
    }

    @Test
    void aNotificationIsAcceptedWithoutBody() throws Exception {
        HttpResponse<String> told =
                post("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}");
        assertThat(told.statusCode()).isEqualTo(202);
        assertThat(told.body()).isEmpty();
    }

    @Test
    void progressComesBeforeTheAnswerOnOneStream() throws Exception {
        HttpResponse<String> counted = post(CALL.formatted("count"));
        assertThat(counted.headers().firstValue("Content-Type")).hasValue("text/event-stream");
        assertThat(counted.body())
                .containsSubsequence("\"progressToken\":7", "\"progress\":1.0", "counted");
    }

    @Test
    void aClientThatClosesItsConnectionStopsTheTool() throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            byte[] body = CALL.formatted("wait").getBytes(StandardCharsets.UTF_8);
            OutputStream out = socket.getOutputStream();
            out.write(
                    ("POST /mcp HTTP/1.1\r\nHost: localhost\r\nMcp-Session-Id: "
                                    + session
                                    + "\r\nContent-Type: application/json\r\n"
                                    + "Accept: application/json, text/event-stream\r\n"
                                    + "Content-Length: "
                                    + body.length
                                    + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            out.write(body);
            out.flush();
            waiting.await();
        }
        stopped.await();
    }
}
