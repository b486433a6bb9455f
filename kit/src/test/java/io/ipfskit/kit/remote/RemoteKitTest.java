package io.ipfskit.kit.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipfskit.anyio.AnyIO;
import io.ipfskit.anyio.Backends;
import io.ipfskit.anyio.CancelScope;
import io.ipfskit.kit.CallOptions;
import io.ipfskit.kit.Capabilities;
import io.ipfskit.node.ops.AddInput;
import io.ipfskit.node.ops.Added;
import io.ipfskit.node.ops.AddedEntry;
import io.ipfskit.node.ops.CatInput;
import io.ipfskit.node.ops.IpfsOperations;
import io.ipfskit.node.ops.LsEntry;
import io.ipfskit.node.ops.LsInput;
import io.ipfskit.node.ops.Stat;
import io.ipfskit.node.ops.StatInput;
import io.ipfskit.operation.ByteSource;
import io.ipfskit.operation.ByteStream;
import io.ipfskit.operation.ErrorCode;
import io.ipfskit.operation.OperationFailed;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// The client against servers that answer in every way they should and should not.
class RemoteKitTest {
    private static final String STAT =
            "{\"cid\":\"bafkqaaa\",\"type\":\"file\",\"size\":1,\"cumulative_size\":2,\"blocks\":0,"
                    + "\"local\":true}";

    /// What one connection to the server does.
    private interface Serving {
        void serve(InputStream in, OutputStream out) throws IOException;
    }

    @SuppressWarnings("NullAway.Init") // set by server()
    private ServerSocket listener;

    private final List<String> heads = new ArrayList<>();

    @AfterEach
    void close() throws IOException {
        if (listener != null) {
            listener.close();
        }
    }

    private RemoteKit server(Serving... connections) throws IOException {
        listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual()
                .start(() -> {
                    for (Serving serving : connections) {
                        try (Socket socket = listener.accept()) {
                            String head = head(socket.getInputStream());
                            synchronized (heads) {
                                heads.add(head);
                            }
                            serving.serve(socket.getInputStream(), socket.getOutputStream());
                            socket.getOutputStream().flush();
                        } catch (IOException gone) {
                            // the client closed, or the test ended
                        }
                    }
                });
        return RemoteKit.connect(
                URI.create("http://127.0.0.1:" + listener.getLocalPort()), ClientOptions.DEFAULT);
    }

    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int b = in.read();
            if (b < 0) {
                throw new IOException("no head");
            }
            head.write(b);
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    private static Serving text(String answer) {
        return (in, out) -> out.write(answer.getBytes(StandardCharsets.UTF_8));
    }

    private static String json(String body) {
        return "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
                + body.length()
                + "\r\n\r\n"
                + body;
    }

    private static String problem(int status, String code) {
        String body = "{\"code\":\"" + code + "\",\"detail\":\"told\",\"operationId\":\"id-1\"}";
        return "HTTP/1.1 "
                + status
                + " No\r\nContent-Type: application/problem+json\r\nContent-Length: "
                + body.length()
                + "\r\n\r\n"
                + body;
    }

    private static <T> T inRun(java.util.concurrent.Callable<T> body) throws Exception {
        return AnyIO.<T, Exception>run(Backends.named("threads"), run -> body.call());
    }

    @Test
    void aValueIsReadAlsoByAPlainThread() throws Exception {
        try (RemoteKit kit = server(text(json(STAT)), text(json(STAT)))) {
            Stat outside = kit.call(IpfsOperations.STAT, new StatInput("/ipfs/bafkqaaa/a b/ü"));
            Stat inside =
                    inRun(() -> kit.call(IpfsOperations.STAT, new StatInput("bafkqaaa/./x/../y")));
            assertThat(outside).isEqualTo(inside);
            assertThat(outside.cumulativeSize()).isEqualTo(2);
        }
        assertThat(heads.getFirst())
                .startsWith("GET /api/v1/ipfs/stat/bafkqaaa/a%20b/%C3%BC HTTP/1.1\r\n");
        assertThat(heads.getLast()).startsWith("GET /api/v1/ipfs/stat/bafkqaaa/y HTTP/1.1\r\n");
    }

    @Test
    void capabilitiesTellWhatTheServerLacks() throws Exception {
        String commands = "{\"items\":[{\"group\":\"ipfs\",\"name\":\"add\"}]}";
        String health =
                "{\"missing\":[{\"name\":\"network\",\"reason\":\"no host\",\"fix\":\"later\"}]}";
        try (RemoteKit kit = server(text(json(commands)), text(json(health)))) {
            Capabilities capabilities = kit.capabilities();
            assertThat(capabilities.operations()).containsExactly("ipfs.add");
            assertThat(capabilities.missing())
                    .containsExactly(new Capabilities.Missing("network", "no host", "later"));
        }
        assertThat(heads.getLast()).startsWith("GET /api/v1/admin/health HTTP/1.1\r\n");
    }

    @Test
    void chunksAreReadWhateverTheirSize() throws Exception {
        String chunked =
                """
                HTTP/1.1 200 OK\r
                Transfer-Encoding: chunked\r
                \r
                3\r
                abc\r
                0A;x=y\r
                0123456789\r
                0\r
                Trailer: x\r
                \r
                """;
        try (RemoteKit kit = server(text(chunked))) {
            assertThat(cat(kit)).isEqualTo("abc0123456789");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nab",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabcX\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\nabc\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\nabc",
                "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nabc",
                "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\nabc",
                "HTTP/1.1 200 OK\r\nno colon\r\n\r\nabc",
                "HTTP/1.1 200 OK\r\nContent-Le",
                "SSH-2.0-OpenSSH_9.2\r\n",
                ""
            })
    void bytesThatBreakOffNeverEndAsIfWhole(String answer) throws Exception {
        try (RemoteKit kit = server(text(answer))) {
            assertThatThrownBy(() -> cat(kit))
                    .isInstanceOfSatisfying(
                            OperationFailed.class,
                            failed -> assertThat(failed.code()).isEqualTo(ErrorCode.UNAVAILABLE));
        }
    }

    private static String cat(RemoteKit kit) throws Exception {
        return inRun(() -> {
            try (ByteStream stream =
                    kit.stream(IpfsOperations.CAT, CatInput.of("bafkqaaa"), CallOptions.NONE)) {
                ByteArrayOutputStream out = new ByteArrayOutputStream();
                ByteBuffer buffer = ByteBuffer.allocate(7);
                while (stream.read(buffer.clear()) >= 0) {
                    out.write(buffer.array(), 0, buffer.position());
                }
                return out.toString(StandardCharsets.UTF_8);
            }
        });
    }

    @Test
    void aProblemBecomesTheFailureItWasMadeFrom() throws Exception {
        try (RemoteKit kit = server(text(problem(404, "not_found")))) {
            assertThatThrownBy(() -> kit.call(IpfsOperations.STAT, new StatInput("bafkqaaa")))
                    .isInstanceOfSatisfying(
                            OperationFailed.class,
                            failed -> {
                                assertThat(failed.code()).isEqualTo(ErrorCode.NOT_FOUND);
                                assertThat(failed.failure().operationId()).isEqualTo("id-1");
                                assertThat(failed).hasMessage("told");
                            });
        }
    }

    @Test
    void aRetryableFailureOfAnIdempotentCallIsTriedAgain() throws Exception {
        String busy = problem(503, "unavailable").replace("\"operationId\"", "\"x\"");
        String retryable = busy.replace("\"x\":\"id-1\"", "\"retryable\":true");
        String sized = retryable.replaceFirst("Content-Length: \\d+\r\n", "");
        try (RemoteKit kit = server(text(sized), text(sized), text(json(STAT)))) {
            assertThat(kit.call(IpfsOperations.STAT, new StatInput("bafkqaaa")).size()).isOne();
        }
        assertThat(heads).hasSize(3);
    }

    @Test
    void rowsThenTheResult() throws Exception {
        String rows =
                """
                HTTP/1.1 200 OK\r
                Content-Type: application/x-ndjson\r
                X-Operation-Id: id-2\r
                \r
                {"item":{"name":"a","type":"file","cid":"bafkqaaa"}}
                {"item":{"name":"b","type":"file","cid":"bafkqaaa","new":1}}
                {"result":{"cid":"bafkqaaa","count":2}}
                """;
        try (RemoteKit kit = server(text(rows), text(rows))) {
            List<String> names = new ArrayList<>();
            var listed =
                    kit.call(
                            IpfsOperations.LS,
                            LsInput.of("bafkqaaa"),
                            CallOptions.NONE.withOnItem(row -> names.add(((LsEntry) row).name())));
            assertThat(names).containsExactly("a", "b");
            assertThat(listed.count()).isEqualTo(2);
            try (var items =
                    kit.items(
                            IpfsOperations.LS,
                            LsEntry.class,
                            LsInput.of("bafkqaaa"),
                            CallOptions.NONE)) {
                assertThat(items.operationId()).isEqualTo("id-2");
                assertThat(items.toList(10)).hasSize(2);
                assertThat(items.result().count()).isEqualTo(2);
            }
        }
    }

    @Test
    void rowsWithoutAResultHaveBrokenOff() throws Exception {
        String rows =
                """
                HTTP/1.1 200 OK\r
                Content-Type: application/x-ndjson\r
                \r
                {"item":{"name":"a","type":"file","cid":"bafkqaaa"}}
                """;
        try (RemoteKit kit = server(text(rows))) {
            assertThatThrownBy(() ->
                            kit.call(IpfsOperations.LS, LsInput.of("bafkqaaa"), CallOptions.NONE))
                    .isInstanceOf(OperationFailed.class)
                    .hasMessageContaining("broke off before its result");
        }
    }

    @Test
    void anErrorAfterRowsIsTheOperationsFailure() throws Exception {
        String rows =
                """
                HTTP/1.1 200 OK\r
                Content-Type: application/x-ndjson\r
                \r
                {"error":{"code":"integrity","detail":"bad block"}}
                """;
        try (RemoteKit kit = server(text(rows))) {
            assertThatThrownBy(() -> kit.call(IpfsOperations.LS, LsInput.of("bafkqaaa")))
                    .isInstanceOfSatisfying(
                            OperationFailed.class,
                            failed -> assertThat(failed.code()).isEqualTo(ErrorCode.INTEGRITY));
        }
    }

    @Test
    void anAnswerThatStreamsBeforeTheBodyWasReadStopsNeitherSide() throws Exception {
        // More rows than socket buffers hold are sent before the first byte of the body is read.
        int count = 200_000;
        Serving eager =
                (in, out) -> {
                    out.write(
                            "HTTP/1.1 200 OK\r\nContent-Type: application/x-ndjson\r\n\r\n"
                                    .getBytes(StandardCharsets.US_ASCII));
                    byte[] row =
                            "{\"item\":{\"path\":\"a-path-of-some-length-for-a-row\",\"cid\":\"bafkqaaa\",\"size\":1,\"type\":\"file\"}}\n"
                                    .getBytes(StandardCharsets.UTF_8);
                    for (int i = 0; i < count; i++) {
                        out.write(row);
                    }
                    byte[] last = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
                    byte[] buffer = new byte[64 << 10];
                    String tail = "";
                    while (!tail.endsWith(new String(last, StandardCharsets.US_ASCII))) {
                        int n = in.read(buffer);
                        if (n < 0) {
                            return;
                        }
                        String text = tail + new String(buffer, 0, n, StandardCharsets.ISO_8859_1);
                        tail = text.substring(Math.max(0, text.length() - 5));
                    }
                    out.write(
                            ("{\"result\":{\"cid\":\"bafkqaaa\",\"name\":\"\",\"size\":1,"
                                            + "\"cumulative_size\":1,\"blocks\":1,\"bytes_new\":1,"
                                            + "\"files\":1,\"pinned\":true}}\n")
                                    .getBytes(StandardCharsets.UTF_8));
                };
        try (RemoteKit kit = server(eager)) {
            int[] rows = {0};
            Added added =
                    kit.call(
                            IpfsOperations.ADD,
                            AddInput.defaults(),
                            CallOptions.NONE
                                    .withBytes(ByteSource.of(new byte[32 << 20]))
                                    .withOnItem(
                                            row -> rows[0] += row instanceof AddedEntry ? 1 : 0));
            assertThat(added.pinned()).isTrue();
            assertThat(rows[0]).isEqualTo(count);
        }
    }

    @Test
    void anAnswerBeforeTheEndOfTheBodyIsHeard() throws Exception {
        Serving refusing =
                (in, out) -> {
                    out.write(problem(401, "unauthenticated").getBytes(StandardCharsets.UTF_8));
                    out.flush();
                    // Lingers, as a server does, so that the answer is not lost to a reset.
                    in.transferTo(OutputStream.nullOutputStream());
                };
        try (RemoteKit kit = server(refusing)) {
            assertThatThrownBy(() ->
                            kit.call(
                                    IpfsOperations.ADD,
                                    AddInput.defaults(),
                                    CallOptions.NONE.withBytes(endlessZeros())))
                    .isInstanceOfSatisfying(
                            OperationFailed.class,
                            failed ->
                                    assertThat(failed.code()).isEqualTo(ErrorCode.UNAUTHENTICATED));
        }
    }

    private static ByteSource endlessZeros() {
        return ByteSource.of(
                target -> {
                    int count = target.remaining();
                    target.position(target.limit());
                    return count;
                },
                -1);
    }

    @Test
    void aSourceThatFailsBreaksTheRequestOffAndIsTheFailure() throws Exception {
        CountDownLatch ended = new CountDownLatch(1);
        Serving reading =
                (in, out) -> {
                    byte[] all = in.readAllBytes();
                    if (!new String(all, StandardCharsets.ISO_8859_1).endsWith("0\r\n\r\n")) {
                        ended.countDown();
                    }
                };
        int[] reads = {0};
        ByteSource failing =
                ByteSource.of(
                        target -> {
                            if (reads[0]++ > 0) {
                                throw new IOException("the disk is gone");
                            }
                            target.put((byte) 1);
                            return 1;
                        },
                        -1);
        try (RemoteKit kit = server(reading)) {
            assertThatThrownBy(() ->
                            kit.call(
                                    IpfsOperations.ADD,
                                    AddInput.defaults(),
                                    CallOptions.NONE.withBytes(failing)))
                    .isInstanceOf(OperationFailed.class)
                    .hasMessageContaining("the disk is gone");
            assertThat(ended.await(30, TimeUnit.SECONDS)).as("the server saw no end").isTrue();
        }
    }

    @Test
    void aCancelledCallerClosesTheRequest() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        Serving silent =
                (in, out) -> {
                    arrived.countDown();
                    if (in.read() < 0) {
                        closed.countDown();
                    }
                };
        try (RemoteKit kit = server(silent)) {
            boolean caught =
                    inRun(() ->
                            CancelScope.<Stat, Exception>moveOnAfter(
                                            Duration.ofMillis(200),
                                            scope ->
                                                    kit.call(
                                                            IpfsOperations.STAT,
                                                            new StatInput("bafkqaaa")))
                                    .wasCaught());
            assertThat(caught).isTrue();
            assertThat(arrived.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(closed.await(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void aCallsOwnTimeoutTravelsAlong() throws Exception {
        try (RemoteKit kit = server(text(problem(504, "timeout")))) {
            assertThatThrownBy(() ->
                            kit.call(
                                    IpfsOperations.STAT,
                                    new StatInput("bafkqaaa"),
                                    CallOptions.NONE.withTimeout(Duration.ofMillis(1500))))
                    .isInstanceOfSatisfying(
                            OperationFailed.class,
                            failed -> assertThat(failed.code()).isEqualTo(ErrorCode.TIMEOUT));
        }
        assertThat(heads.getFirst()).contains("X-Request-Timeout: 1.5s\r\n");
    }

    @Test
    void theTokenGoesAlongAndIsNeverShown() throws Exception {
        try (RemoteKit _ = server(text(json(STAT)))) {
            ClientOptions options = ClientOptions.DEFAULT.withToken("secret-0123456789");
            assertThat(options).asString().doesNotContain("secret-0123456789");
            URI server = URI.create("http://127.0.0.1:" + listener.getLocalPort());
            try (RemoteKit kit = RemoteKit.connect(server, options)) {
                assertThat(kit.call(IpfsOperations.STAT, new StatInput("bafkqaaa")).size()).isOne();
                assertThat(kit).asString().doesNotContain("secret-0123456789");
            }
        }
        assertThat(heads.getFirst()).contains("Authorization: Bearer secret-0123456789\r\n");
    }

    @Test
    void nobodyThereIsUnavailableByTheAddress() throws Exception {
        try (RemoteKit kit =
                RemoteKit.connect(
                        URI.create("http://127.0.0.1:1"), ClientOptions.DEFAULT.withTries(1))) {
            assertThatThrownBy(() -> kit.call(IpfsOperations.STAT, new StatInput("bafkqaaa")))
                    .isInstanceOf(OperationFailed.class)
                    .hasMessageContaining("http://127.0.0.1:1");
        }
    }
}
