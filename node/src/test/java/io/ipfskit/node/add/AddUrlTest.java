package io.ipfskit.node.add;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipfskit.anyio.TaskGroup;
import io.ipfskit.node.NodeOptions;
import io.ipfskit.node.TestNode;
import io.ipfskit.node.fetch.HttpFetch;
import io.ipfskit.node.fetch.UrlPolicy;
import io.ipfskit.node.fetch.WebServer;
import io.ipfskit.node.ops.AddInputBuilder;
import io.ipfskit.node.ops.Added;
import io.ipfskit.node.ops.AddedEntry;
import io.ipfskit.operation.ByteSource;
import io.ipfskit.operation.ErrorCode;
import io.ipfskit.operation.OperationFailed;
import io.ipfskit.operation.Tree;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.URI;
import java.nio.file.Path;
import java.util.Random;

class AddUrlTest {
    private static final NodeOptions OPTIONS =
            NodeOptions.offline("test/1")
                    .withFetch(HttpFetch.real(UrlPolicy.PUBLIC.withPrivate(true), "test/1"));

    @TempDir Path folder;

    private interface Body {
        void run(TestNode it, WebServer server) throws Exception;
    }

    private void with(WebServer.Answer answer, Body body) throws Exception {
        TestNode.in(
                folder.resolve("data"),
                OPTIONS,
                it ->
                        TaskGroup.<@Nullable Void, Exception>open(group -> {
                            body.run(it, WebServer.open(group, answer));
                            group.cancel("done");
                            return null;
                        }));
    }

    private static TestNode.Recorded call() {
        return new TestNode.Recorded(null, null, _ -> {});
    }

    private static byte[] bytes(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    @Test
    void whatAUrlNamesBecomesTheSameAsItsBytes() throws Exception {
        byte[] content = bytes(3_000_000);
        with(
                (path, _) -> path.equals("/chunks") ? chunks(content) : WebServer.ok(content),
                (it, server) -> {
                    String expected = it.add(content).cid();
                    for (String path : new String[] {"/a/film.mp4?q", "/chunks"}) {
                        TestNode.Recorded call = call();
                        Added added =
                                it.node()
                                        .add()
                                        .add(
                                                new AddInputBuilder().url(server.url(path)).build(),
                                                call);
                        assertThat(added.cid()).isEqualTo(expected);
                        assertThat(added.name())
                                .isEqualTo(path.equals("/chunks") ? "chunks" : "film.mp4");
                        assertThat(added.pinned()).isTrue();
                        assertThat(((AddedEntry) call.rows.getLast()).path())
                                .isEqualTo(added.name());
                    }
                    assertThat(it.cat(expected)).isEqualTo(content);
                });
    }

    private static byte[] chunks(byte[] content) {
        byte[] head =
                WebServer.text(
                        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                                + Integer.toHexString(content.length)
                                + "\r\n");
        byte[] end = WebServer.text("\r\n0\r\n\r\n");
        byte[] all = new byte[head.length + content.length + end.length];
        System.arraycopy(head, 0, all, 0, head.length);
        System.arraycopy(content, 0, all, head.length, content.length);
        System.arraycopy(end, 0, all, head.length + content.length, end.length);
        return all;
    }

    @Test
    void whatBreaksOffLeavesNothing() throws Exception {
        with(
                (_, _) ->
                        WebServer.text(
                                "HTTP/1.1 200 OK\r\nContent-Length: 5000000\r\n\r\n"
                                        + "x".repeat(4_000_000)),
                (it, server) -> {
                    assertThatThrownBy(() ->
                                    it.node()
                                            .add()
                                            .add(
                                                    new AddInputBuilder()
                                                            .url(server.url("/"))
                                                            .build(),
                                                    call()))
                            .isInstanceOfSatisfying(
                                    OperationFailed.class,
                                    e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE))
                            .hasMessageContaining(server.url("/"));
                    assertThat(it.blocks().statistics().blocks()).isZero();
                    assertThat(it.repository().pinCount()).isZero();
                });
    }

    @Test
    void thePolicyOfTheNodeHolds() throws Exception {
        TestNode.in(
                folder.resolve("strict"),
                it -> {
                    for (String url : new String[] {"http://127.0.0.1/", "http://[::1]/"}) {
                        assertThatThrownBy(() ->
                                        it.node()
                                                .add()
                                                .add(
                                                        new AddInputBuilder().url(url).build(),
                                                        call()))
                                .isInstanceOfSatisfying(
                                        OperationFailed.class,
                                        e ->
                                                assertThat(e.code())
                                                        .isEqualTo(ErrorCode.PERMISSION_DENIED));
                    }
                });
    }

    @Test
    void aUrlAndContentAreOneTooMany() throws Exception {
        with(
                (_, _) -> WebServer.ok(new byte[3]),
                (it, server) -> {
                    var input = new AddInputBuilder().url(server.url("/x")).build();
                    for (TestNode.Recorded call :
                            new TestNode.Recorded[] {
                                TestNode.of(new byte[1]), TestNode.of(Tree.of(folder))
                            }) {
                        assertThatThrownBy(() -> it.node().add().add(input, call))
                                .hasMessageContaining("url");
                    }
                    // as a request without a body comes
                    ByteSource nothing = ByteSource.of(_ -> -1, 0);
                    assertThat(
                                    it.node()
                                            .add()
                                            .add(
                                                    input,
                                                    new TestNode.Recorded(nothing, null, _ -> {}))
                                            .size())
                            .isEqualTo(3);
                });
    }

    @ParameterizedTest
    @CsvSource({
        "http://example.org/, example.org",
        "http://example.org/a/, example.org",
        "http://example.org/a/b.txt, b.txt",
        "http://example.org/a%20b+c, a b+c",
        "http://example.org/..%2F..%2Fpasswd, example.org",
        "http://example.org/%2e%2e, example.org",
        "http://example.org/%00, example.org",
        "http://example.org/%FF, example.org",
        "http://example.org/%e5%86%99, 写"
    })
    void aFileIsCalledByTheLastNameOfItsUrl(String url, String name) {
        assertThat(UrlSource.nameOf(URI.create(url))).isEqualTo(name);
    }
}
