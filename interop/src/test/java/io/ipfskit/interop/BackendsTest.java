package io.ipfskit.interop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.RandomAccessFile;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The product from end to end, once on each backend and engine: every door, a client that leaves,
/// an add that is cancelled, SIGTERM and kill -9.
@ParameterizedClass(name = "{0}")
@ValueSource(strings = {"threads", "platform", "loop/baton", "loop/scheduler"})
class BackendsTest {
    /// So much that adding it takes longer than the client waits before it cancels.
    private static final long BIG = 6L << 30;

    private static final String INITIALIZE =
            """
            {"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25",\
            "capabilities":{},"clientInfo":{"name":"interop","version":"1"}}}\
            """;

    @Parameter private String backend = "";
    @TempDir private Path temp;

    private Product.Daemon daemon() throws Exception {
        return Product.daemon(temp.resolve("data"), "--backend", backend);
    }

    private String engine() {
        return switch (backend) {
            case "threads" -> "threads/virtual";
            case "platform" -> "platform/threads";
            default -> backend;
        };
    }

    private void assertNamed(HttpResponse<?> response) {
        assertThat(response.headers().firstValue("X-Async-Backend")).hasValue(engine());
    }

    @Test
    void aFolderGoesInAndComesBackAndSigtermEndsTheDaemon() throws Exception {
        Path folder = Trees.random(temp.resolve("folder"), 21);
        Path file = Trees.file(temp.resolve("file"), 3_000_000, 22);
        try (Product.Daemon daemon = daemon()) {
            assertThat(daemon.output()).contains(" on " + engine() + ", Java");
            assertThat(daemon.get("/api/v1/runtime/info").body())
                    .contains("\"engine\":\"" + engine() + "\"");

            String cid =
                    daemon.run("--backend", backend, "add", "-r", "-Q", folder.toString())
                            .ok()
                            .lastLine();
            daemon.run("--backend", backend, "get", "-o", temp.resolve("back").toString(), cid)
                    .ok();
            Trees.assertSame(folder, temp.resolve("back"));

            HttpResponse<String> added =
                    daemon.send(
                            request(daemon.api() + "/api/v1/ipfs/add")
                                    .header("Content-Type", "application/octet-stream")
                                    .POST(HttpRequest.BodyPublishers.ofFile(file))
                                    .build());
            assertNamed(added);
            String ofFile = added.body().replaceAll("(?s).*\"cid\":\"(baf[a-z2-7]+)\".*", "$1");
            for (String uri :
                    List.of(
                            daemon.api() + "/api/v1/ipfs/cat/" + ofFile,
                            daemon.gateway() + "/ipfs/" + ofFile)) {
                HttpResponse<byte[]> whole =
                        Product.HTTP.send(
                                request(uri).build(), HttpResponse.BodyHandlers.ofByteArray());
                assertNamed(whole);
                assertThat(whole.body()).isEqualTo(Files.readAllBytes(file));
            }
            assertNamed(daemon.get("/api/v1/nonsense"));
            assertNamed(daemon.send(request(daemon.gateway() + "/ipfs/nonsense").build()));
            HttpResponse<String> initialized =
                    daemon.send(
                            request(daemon.api() + "/mcp")
                                    .header("Content-Type", "application/json")
                                    .header("Accept", "application/json, text/event-stream")
                                    .POST(HttpRequest.BodyPublishers.ofString(INITIALIZE))
                                    .build());
            assertThat(initialized.statusCode()).isEqualTo(200);
            assertNamed(initialized);

            assertThat(daemon.terminate()).isEqualTo(143);
            assertThat(temp.resolve("data/api")).doesNotExist();
        }
    }

    @Test
    void anAgentsClientAddsReadsAndCancelsAndNothingIsLeft() throws Exception {
        Path npm = Required.npmClients();
        Path work = Files.createDirectory(temp.resolve("work"));
        Trees.random(work.resolve("folder"), 23);
        try (RandomAccessFile big = new RandomAccessFile(work.resolve("big").toFile(), "rw")) {
            big.setLength(BIG);
        }
        try (Product.Daemon daemon = daemon()) {
            McpClient.run(npm, List.of("http", daemon.api() + "/mcp"));
            List<String> arguments = new ArrayList<>(List.of("stdio", work.toString()));
            arguments.addAll(
                    Product.command(
                            "--data-dir",
                            temp.resolve("data").toString(),
                            "--backend",
                            backend,
                            "mcp"));
            assertThat(McpClient.run(npm, arguments)).contains("\"cancelled\":true");
            daemon.awaitNoTaskOf("ipfs.add");
            assertThat(daemon.openFiles())
                    .as("no handle of the cancelled add is left")
                    .noneMatch(path -> path.endsWith("/big"));
        }
        List<String> alone = new ArrayList<>(List.of("stdio", work.toString()));
        alone.addAll(
                Product.command(
                        "--data-dir", temp.resolve("own").toString(), "--backend", backend, "mcp"));
        assertThat(McpClient.run(npm, alone)).contains("\"cancelled\":true");
    }

    @Test
    void aClientThatLeavesEndsItsOperation() throws Exception {
        Path curl = Required.program("curl");
        try (Product.Daemon daemon = daemon()) {
            try (SlowUpload upload = SlowUpload.begin(daemon)) {
                for (String protocol : List.of("--http1.1", "--http2-prior-knowledge")) {
                    Product.Result left =
                            Product.execute(
                                    Product.builder(
                                            List.of(
                                                    curl.toString(),
                                                    "-sS",
                                                    protocol,
                                                    "--max-time",
                                                    "1",
                                                    daemon.api()
                                                            + "/api/v1/admin/operations/"
                                                            + upload.operationId()
                                                            + "?wait=60s")));
                    assertThat(left.exit()).as("curl's timeout: %s", left).isEqualTo(28);
                    daemon.awaitNoTaskOf("admin.operation");
                }
            }
            daemon.awaitNoTaskOf("ipfs.add");
        }
    }

    @Test
    void whatWasAcknowledgedBeforeKillNineReadsBackAfterIt() throws Exception {
        Path first = Trees.file(temp.resolve("first"), 2_500_000, 24);
        Path second = Trees.file(temp.resolve("second"), 1_000, 25);
        String cidOfFirst;
        String cidOfSecond;
        try (Product.Daemon daemon = daemon()) {
            cidOfFirst = daemon.run("add", "-Q", first.toString()).ok().lastLine();
            cidOfSecond = daemon.run("add", "-Q", second.toString()).ok().lastLine();
            try (SlowUpload _ = SlowUpload.begin(daemon)) { // in the middle of an add
                daemon.kill();
            }
        }
        try (Product.Daemon daemon = daemon()) {
            Path back = temp.resolve("back");
            daemon.run("get", "-o", back + "1", cidOfFirst).ok();
            daemon.run("get", "-o", back + "2", cidOfSecond).ok();
            assertThat(Files.mismatch(first, Path.of(back + "1"))).isEqualTo(-1);
            assertThat(Files.mismatch(second, Path.of(back + "2"))).isEqualTo(-1);
            daemon.run("repo", "verify").ok();
        }
    }

    private static HttpRequest.Builder request(String uri) {
        return HttpRequest.newBuilder(URI.create(uri));
    }
}
