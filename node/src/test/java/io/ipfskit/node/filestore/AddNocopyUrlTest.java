package io.ipfskit.node.filestore;

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
import io.ipfskit.node.ops.BlockReference;
import io.ipfskit.node.ops.FilestoreInput;
import io.ipfskit.node.ops.ReferenceVerdict;
import io.ipfskit.operation.ErrorCode;
import io.ipfskit.operation.OperationFailed;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

class AddNocopyUrlTest {
    @TempDir Path folder;

    private byte[] content = bytes(1, 5500);

    private interface Body {
        void run(TestNode it, WebServer server) throws Exception;
    }

    private static byte[] bytes(int seed, int size) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private void with(boolean urls, WebServer.Answer answer, Body body) throws Exception {
        NodeOptions options =
                NodeOptions.offline("test/1")
                        .withFetch(HttpFetch.real(UrlPolicy.PUBLIC.withPrivate(true), "test/1"))
                        .withFilestore(new FilestoreRules(List.of(), urls));
        TestNode.in(
                folder.resolve("data"),
                options,
                it ->
                        TaskGroup.<@Nullable Void, Exception>open(group -> {
                            body.run(it, WebServer.open(group, answer));
                            group.cancel("done");
                            return null;
                        }));
    }

    private static Added add(TestNode it, String url) throws InterruptedException {
        return it.node()
                .add()
                .add(
                        new AddInputBuilder().url(url).nocopy(true).chunker("size-1000").build(),
                        new TestNode.Recorded(null, null, _ -> {}));
    }

    private static void fails(ErrorCode code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        OperationFailed.class,
                        e -> assertThat(e.code()).as(e.getMessage()).isEqualTo(code));
    }

    private static List<String> states(TestNode it) throws InterruptedException {
        List<Object> rows = new ArrayList<>();
        it.node().filestore().verify(new FilestoreInput(null), rows::add, _ -> {});
        return rows.stream().map(row -> ((ReferenceVerdict) row).status()).toList();
    }

    @Test
    void theLeavesStayBehindTheUrlAndPartsOfItAreFetched() throws Exception {
        with(
                true,
                (_, head) -> WebServer.part(content, head),
                (it, server) -> {
                    String url = server.url("/film.bin?v=1");
                    Added added = add(it, url);
                    assertThat(it.blocks().statistics().blocks()).isEqualTo(7);
                    assertThat(it.cat(added.cid())).isEqualTo(content);
                    assertThat(server.requests().getLast()).contains("Range: bytes=5000-5499\r\n");
                    List<Object> rows = new ArrayList<>();
                    it.node().filestore().list(new FilestoreInput(null), rows::add);
                    assertThat(rows)
                            .hasSize(6)
                            .allSatisfy(row ->
                                    assertThat(((BlockReference) row).path()).isEqualTo(url));
                    assertThat(states(it)).hasSize(6).containsOnly("ok");
                });
        with(
                false,
                (_, head) -> WebServer.part(content, head),
                (it, server) -> {
                    assertThat(states(it)).containsOnly("forbidden");
                    fails(ErrorCode.UNSUPPORTED, () -> add(it, server.url("/")));
                });
    }

    @Test
    void whatTheServerGivesInsteadIsNeverGivenOn() throws Exception {
        with(
                true,
                (_, head) -> WebServer.part(content, head),
                (it, server) -> {
                    byte[] good = content;
                    Added added = add(it, server.url("/"));
                    content = bytes(2, 5500);
                    assertThat(states(it)).containsOnly("changed");
                    fails(ErrorCode.INTEGRITY, () -> it.cat(added.cid()));
                    content = bytes(1, 100);
                    assertThat(states(it)).doesNotContain("ok");
                    content = good;
                    assertThat(it.cat(added.cid())).isEqualTo(good);
                });
    }

    @Test
    void aServerThatGivesNoPartsCannotBeReferredTo() throws Exception {
        with(
                true,
                (_, _) -> WebServer.ok(content),
                (it, server) -> {
                    fails(ErrorCode.UNSUPPORTED, () -> add(it, server.url("/")));
                    assertThat(it.blocks().statistics().blocks()).isZero();
                });
    }

    @Test
    void aServerThatIsGoneIsUnavailable() throws Exception {
        with(
                true,
                (_, head) -> WebServer.part(content, head),
                (it, server) -> {
                    Added added = add(it, server.url("/"));
                    server.close();
                    assertThat(states(it)).containsOnly("error");
                    fails(ErrorCode.UNAVAILABLE, () -> it.cat(added.cid()));
                });
    }
}
