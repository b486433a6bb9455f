package io.ipfskit.node.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ipfskit.anyio.AnyIO;
import io.ipfskit.anyio.Backends;
import io.ipfskit.anyio.Event;
import io.ipfskit.anyio.TaskGroup;
import io.ipfskit.anyio.net.Network;
import io.ipfskit.operation.ErrorCode;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

class HttpFetchTest {
    private static final UrlPolicy OPEN = UrlPolicy.PUBLIC.withPrivate(true);

    private interface Body {
        void run(WebServer server) throws Exception;
    }

    private static void with(WebServer.Answer answer, Body body) throws Exception {
        AnyIO.<@Nullable Void, Exception>run(
                Backends.named("threads"),
                _ ->
                        TaskGroup.<@Nullable Void, Exception>open(group -> {
                            WebServer server = WebServer.open(group, answer);
                            body.run(server);
                            group.cancel("done");
                            return null;
                        }));
    }

    private static HttpFetch fetch(UrlPolicy policy) {
        return HttpFetch.real(policy, "test/1");
    }

    private static String get(HttpFetch fetch, String url) throws Exception {
        return get(fetch, url, null);
    }

    private static String get(HttpFetch fetch, String url, @Nullable ByteRange range)
            throws Exception {
        try (Fetched fetched = fetch.get(fetch.policy().parse(url), range)) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            ByteBuffer buffer = ByteBuffer.allocate(1000);
            while (fetched.read(buffer.clear()) >= 0) {
                out.write(buffer.array(), 0, buffer.position());
            }
            return out.toString(UTF_8);
        }
    }

    private static void fails(ErrorCode code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        FetchFailed.class,
                        e -> assertThat(e.code()).as(e.getMessage()).isEqualTo(code));
    }

    private static byte[] redirect(int status, String to) {
        return WebServer.text(
                "HTTP/1.1 "
                        + status
                        + " Moved\r\nLocation: "
                        + to
                        + "\r\nContent-Length: 0\r\n\r\n");
    }

    @Test
    void whatAUrlNamesComesWhole() throws Exception {
        with(
                (path, _) -> WebServer.ok(("you asked for " + path).getBytes(UTF_8)),
                server -> {
                    assertThat(get(fetch(OPEN), server.url("/a/b%20c?d=e#f")))
                            .isEqualTo("you asked for /a/b%20c?d=e");
                    assertThat(server.requests().getFirst())
                            .contains("Host: 127.0.0.1:" + server.port() + "\r\n")
                            .contains("User-Agent: test/1\r\n")
                            .contains("Accept-Encoding: identity\r\n")
                            .doesNotContain("Cookie", "Authorization", "Referer");
                });
    }

    @Test
    void aPrivateAddressIsRefusedBeforeAnythingIsSent() throws Exception {
        with(
                (_, _) -> WebServer.ok(new byte[1]),
                server -> {
                    for (String host : List.of("127.0.0.1", "localhost", "[::1]", "2130706433")) {
                        fails(
                                ErrorCode.PERMISSION_DENIED,
                                () ->
                                        get(
                                                fetch(UrlPolicy.PUBLIC),
                                                "http://" + host + ":" + server.port() + "/"));
                    }
                    assertThat(server.requests()).isEmpty();
                });
    }

    /// A name that is public when it is checked and this machine when it is used.
    @Test
    void aNameThatChangesItsMeaningIsAskedOnceAndTheCheckedAddressIsDialled() throws Exception {
        with(
                (_, _) -> WebServer.ok("inside".getBytes(UTF_8)),
                server -> {
                    List<String> asked = new ArrayList<>();
                    HostNames turning =
                            host -> {
                                asked.add(host);
                                return List.of(
                                        InetAddress.ofLiteral(
                                                asked.size() == 1 ? "203.0.114.1" : "127.0.0.1"));
                            };
                    List<String> dialled = new ArrayList<>();
                    Network network = new RecordingNetwork(dialled);
                    HttpFetch fetch = new HttpFetch(network, turning, UrlPolicy.PUBLIC, "test/1");
                    fails(
                            ErrorCode.UNAVAILABLE,
                            () -> get(fetch, "http://turning.example:" + server.port() + "/"));
                    assertThat(asked).containsExactly("turning.example");
                    assertThat(dialled).containsExactly("203.0.114.1:" + server.port());
                    fails(
                            ErrorCode.PERMISSION_DENIED,
                            () -> get(fetch, "http://turning.example:" + server.port() + "/"));
                    assertThat(dialled).hasSize(1);
                    assertThat(server.requests()).isEmpty();
                });
    }

    @Test
    void aHostWithOnePrivateAddressAmongPublicOnesIsRefused() throws Exception {
        with(
                (_, _) -> WebServer.ok(new byte[1]),
                server -> {
                    HostNames mixed =
                            _ ->
                                    List.of(
                                            InetAddress.ofLiteral("1.1.1.1"),
                                            InetAddress.ofLiteral("127.0.0.1"));
                    List<String> dialled = new ArrayList<>();
                    HttpFetch fetch =
                            new HttpFetch(
                                    new RecordingNetwork(dialled),
                                    mixed,
                                    UrlPolicy.PUBLIC,
                                    "test/1");
                    fails(ErrorCode.PERMISSION_DENIED, () -> get(fetch, "http://mixed.example/"));
                    assertThat(dialled).isEmpty();
                });
    }

    @Test
    void theSecondAddressIsTriedWhenTheFirstDoesNotAnswer() throws Exception {
        with(
                (_, _) -> WebServer.ok("second".getBytes(UTF_8)),
                server -> {
                    HostNames two =
                            _ ->
                                    List.of(
                                            InetAddress.ofLiteral("127.0.0.2"),
                                            InetAddress.ofLiteral("127.0.0.1"));
                    HttpFetch fetch = new HttpFetch(Network.real(), two, OPEN, "test/1");
                    assertThat(get(fetch, "http://two.example:" + server.port() + "/"))
                            .isEqualTo("second");
                });
    }

    @Test
    void redirectsAreFollowedAndEachIsChecked() throws Exception {
        with(
                (path, _) ->
                        switch (path) {
                            case "/end" -> WebServer.ok("end".getBytes(UTF_8));
                            case "/secret" -> redirect(302, "http://10.1.2.3/");
                            case "/file" -> redirect(302, "file:///etc/passwd");
                            case "/user" -> redirect(302, "http://a:b@127.0.0.1/");
                            case "/none" -> WebServer.text("HTTP/1.1 302 x\r\n\r\n");
                            default -> {
                                int left = Integer.parseInt(path.substring(1));
                                yield redirect(307, left == 0 ? "/end" : "/" + (left - 1));
                            }
                        },
                server -> {
                    assertThat(get(fetch(OPEN), server.url("/4"))).isEqualTo("end");
                    assertThat(server.requests()).hasSize(6);
                    fails(ErrorCode.UNAVAILABLE, () -> get(fetch(OPEN), server.url("/5")));
                    fails(ErrorCode.INVALID_ARGUMENT, () -> get(fetch(OPEN), server.url("/file")));
                    fails(ErrorCode.INVALID_ARGUMENT, () -> get(fetch(OPEN), server.url("/user")));
                    fails(ErrorCode.UNAVAILABLE, () -> get(fetch(OPEN), server.url("/none")));
                    // This server is taken for a public one, what it redirects to is not.
                    HostNames names =
                            host ->
                                    List.of(
                                            InetAddress.ofLiteral(
                                                    host.equals("public.example")
                                                            ? "203.0.114.1"
                                                            : host));
                    HttpFetch outside =
                            new HttpFetch(
                                    new RecordingNetwork(new ArrayList<>(), server.port()),
                                    names,
                                    UrlPolicy.PUBLIC,
                                    "test/1");
                    fails(
                            ErrorCode.PERMISSION_DENIED,
                            () -> get(outside, "http://public.example/secret"));
                });
    }

    @Test
    void aStatusOtherThanSuccessIsAFailureOfItsKind() throws Exception {
        with(
                (path, _) ->
                        WebServer.text(
                                "HTTP/1.1 "
                                        + path.substring(1)
                                        + " x\r\nContent-Length: 4\r\n\r\noops"),
                server -> {
                    for (String status : List.of("401", "403")) {
                        fails(
                                ErrorCode.PERMISSION_DENIED,
                                () -> get(fetch(OPEN), server.url("/" + status)));
                    }
                    for (String status : List.of("404", "410")) {
                        fails(
                                ErrorCode.NOT_FOUND,
                                () -> get(fetch(OPEN), server.url("/" + status)));
                    }
                    for (String status : List.of("206", "204", "304", "400", "429", "500", "999")) {
                        fails(
                                ErrorCode.UNAVAILABLE,
                                () -> get(fetch(OPEN), server.url("/" + status)));
                    }
                });
    }

    @Test
    void aBodyBeyondTheLimitIsRefusedBeforeOrWhereItPassesIt() throws Exception {
        with(
                (path, _) ->
                        path.equals("/told")
                                ? WebServer.ok(new byte[2000])
                                : WebServer.text("HTTP/1.1 200 OK\r\n\r\n" + "x".repeat(2000)),
                server -> {
                    HttpFetch fetch = fetch(OPEN.withBytesMax(1999));
                    fails(ErrorCode.RESOURCE_EXHAUSTED, () -> get(fetch, server.url("/told")));
                    fails(ErrorCode.RESOURCE_EXHAUSTED, () -> get(fetch, server.url("/untold")));
                    assertThat(get(fetch(OPEN.withBytesMax(2000)), server.url("/untold")))
                            .hasSize(2000);
                });
    }

    @Test
    void aBodyThatBreaksOffOrIsCodedIsNoContent() throws Exception {
        with(
                (path, _) ->
                        path.equals("/cut")
                                ? WebServer.text("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf")
                                : WebServer.text(
                                        "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\nxx"),
                server -> {
                    fails(ErrorCode.UNAVAILABLE, () -> get(fetch(OPEN), server.url("/cut")));
                    fails(ErrorCode.UNSUPPORTED, () -> get(fetch(OPEN), server.url("/coded")));
                });
    }

    @Test
    void whoIsSilentIsGivenUp() throws Exception {
        Event never = new Event("never");
        with(
                (_, _) -> {
                    never.await();
                    return new byte[0];
                },
                server ->
                        fails(
                                ErrorCode.TIMEOUT,
                                () ->
                                        get(
                                                fetch(OPEN.withIdleLimit(Duration.ofMillis(50))),
                                                server.url("/"))));
    }

    @Test
    void whatIsNotThereOrNobodyAnswersAtIsUnavailable() throws Exception {
        with(
                (_, _) -> new byte[0],
                server -> {
                    HostNames none =
                            host -> {
                                throw new UnknownHostException(host);
                            };
                    fails(
                            ErrorCode.UNAVAILABLE,
                            () ->
                                    get(
                                            new HttpFetch(Network.real(), none, OPEN, "test/1"),
                                            "http://none.example/"));
                    String url = server.url("/");
                    server.close();
                    fails(ErrorCode.UNAVAILABLE, () -> get(fetch(OPEN), url));
                });
    }

    @Test
    void aPartIsThePartThatWasAskedFor() throws Exception {
        byte[] body = "0123456789".getBytes(UTF_8);
        with(
                (path, head) ->
                        switch (path) {
                            case "/whole" -> WebServer.ok(body);
                            case "/other" ->
                                    WebServer.text(
                                            "HTTP/1.1 206 x\r\nContent-Range: bytes 0-2/10\r\n"
                                                    + "Content-Length: 3\r\n\r\n012");
                            default -> WebServer.part(body, head);
                        },
                server -> {
                    ByteRange range = new ByteRange(3, 4);
                    assertThat(get(fetch(OPEN), server.url("/"), range)).isEqualTo("3456");
                    fails(
                            ErrorCode.UNSUPPORTED,
                            () -> get(fetch(OPEN), server.url("/whole"), range));
                    fails(
                            ErrorCode.UNSUPPORTED,
                            () -> get(fetch(OPEN), server.url("/other"), range));
                    fails(
                            ErrorCode.NOT_FOUND,
                            () -> get(fetch(OPEN), server.url("/"), new ByteRange(10, 1)));
                });
    }

    @Test
    void whoSpeaksNoTlsIsGivenUpBeforeARequestIsSent() throws Exception {
        with(
                (_, _) -> WebServer.ok(new byte[1]),
                server -> {
                    UrlPolicy hasty =
                            new UrlPolicy(
                                    true,
                                    1000,
                                    5,
                                    Duration.ofMillis(50),
                                    Duration.ofMillis(50),
                                    Duration.ofHours(1));
                    fails(
                            ErrorCode.TIMEOUT,
                            () -> get(fetch(hasty), "https://127.0.0.1:" + server.port() + "/"));
                    assertThat(server.requests()).isEmpty();
                });
    }
}
