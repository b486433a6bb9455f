package io.ipfskit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// Commands that talk to a server, which runs in this process on free ports.
class RemoteCommandsTest {
    @TempDir static Path folder;
    private static Path data;
    private static CompletableFuture<Run> daemon;

    @BeforeAll
    static void startServer() {
        data = folder.resolve("data");
        daemon =
                CompletableFuture.supplyAsync(
                        () ->
                                Run.of(
                                        "daemon",
                                        "--data-dir",
                                        data.toString(),
                                        "--api-listen",
                                        "127.0.0.1:0",
                                        "--gateway-listen",
                                        "127.0.0.1:0"),
                        work -> Thread.ofPlatform().name("daemon").start(work));
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> Files.exists(data.resolve("gateway")) || daemon.isDone());
        assertThat(daemon.isDone()).as("ended at once").isFalse();
    }

    @AfterAll
    static void stopServer() throws Exception {
        if (!daemon.isDone()) {
            assertThat(run("shutdown").code()).isZero();
        }
        Run run = daemon.get(60, TimeUnit.SECONDS);
        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("API server listening on http://127.0.0.1:", "is ready");
        assertThat(data.resolve("api")).doesNotExist();
        assertThat(data.resolve("gateway")).doesNotExist();
    }

    private static Run run(String... arguments) {
        return with(new byte[0], arguments);
    }

    private static Run with(byte[] stdin, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--data-dir=" + data);
        return Run.with(stdin, all.toArray(String[]::new));
    }

    private static Path makeContent(String name) throws IOException {
        Path content = Files.createDirectories(folder.resolve(name));
        Files.createDirectories(content.resolve("below/empty"));
        Files.writeString(content.resolve("a b+c%20.txt"), "hello\n");
        Files.writeString(content.resolve("below/größe \"写真\".txt"), "x".repeat(700_000));
        Files.createFile(content.resolve("below/nothing"));
        Files.createSymbolicLink(content.resolve("link"), Path.of("below"));
        return content;
    }

    @Test
    void theFileApiHoldsAMultiaddrAndGatewayAUrl() throws IOException {
        assertThat(data.resolve("api")).content().matches("/ip4/127\\.0\\.0\\.1/tcp/\\d+");
        assertThat(data.resolve("gateway")).content().matches("http://127\\.0\\.0\\.1:\\d+");
    }

    @Test
    void aFolderGoesInAndComesBackEqual() throws IOException {
        Path content = makeContent("folder");
        Run added = run("add", "-r", content.toString());
        assertThat(added.code()).as(added.err()).isZero();
        assertThat(added.lines().getLast()).matches("added baf\\w+ folder");
        String cid = added.lines().getLast().split(" ", 3)[1];

        Path copy = folder.resolve("folder copy");
        Run got = run("get", "-o", copy.toString(), cid);
        assertThat(got.code()).as(got.err()).isZero();
        assertThat(copy.resolve("a b+c%20.txt")).hasContent("hello\n");
        assertThat(copy.resolve("below/größe \"写真\".txt"))
                .hasSameBinaryContentAs(content.resolve("below/größe \"写真\".txt"));
        assertThat(copy.resolve("below/empty")).isEmptyDirectory();
        assertThat(Files.size(copy.resolve("below/nothing"))).isZero();
        assertThat(Files.readSymbolicLink(copy.resolve("link"))).hasToString("below");

        assertThat(run("cat", cid + "/a b+c%20.txt").out()).isEqualTo("hello\n");
        assertThat(run("cat", "-o", "2", "-l", "2", cid + "/a b+c%20.txt").out()).isEqualTo("ll");
        assertThat(run("ls", cid).lines()).hasSize(3);
        assertThat(run("pin", "ls", "-t", "recursive").out()).contains(cid + " recursive");
    }

    @Test
    void theServerGivesTheSameCidAsTheDataDirectoryDirectly() throws IOException {
        Path content = makeContent("same");
        String remote = run("add", "-r", "-Q", content.toString()).out();
        String embedded =
                Run.of(
                                "add",
                                "-r",
                                "-Q",
                                "--data-dir=" + folder.resolve("other"),
                                content.toString())
                        .out();
        assertThat(remote).startsWith("baf").isEqualTo(embedded);
    }

    @Test
    void aServerThatCannotTakeThePathOverGetsTheBytes() throws IOException {
        Path content = makeContent("streamed");
        String named = run("add", "-r", "-Q", content.toString()).out();
        Path secret = data.resolve("local");
        byte[] known = Files.readAllBytes(secret);
        try {
            Files.delete(secret); // as for a client of another user
            assertThat(run("add", "-r", "-Q", content.toString()).out())
                    .startsWith("baf")
                    .isEqualTo(named);
            Files.writeString(secret, "0".repeat(64)); // as of another server
            assertThat(run("add", "-r", content.toString()).lines().getLast())
                    .isEqualTo("added " + named.strip() + " streamed");
        } finally {
            Files.write(secret, known);
        }
    }

    @Test
    void aFileAndStdinGoInAsOneStream() throws IOException {
        Path file = Files.writeString(folder.resolve("file.txt"), "stream");
        String ofFile = run("add", "-Q", file.toString()).out();
        String ofStdin = with("stream".getBytes(StandardCharsets.UTF_8), "add", "-Q").out();
        assertThat(ofFile).startsWith("baf").isEqualTo(ofStdin);
        assertThat(run("cat", ofFile.strip()).out()).isEqualTo("stream");
    }

    @Test
    void manyFilesStreamRowsBackWhileTheyAreStillBeingSent() throws IOException {
        Path many = Files.createDirectories(folder.resolve("many"));
        for (int i = 0; i < 3_000; i++) {
            Files.writeString(many.resolve("file-with-a-rather-long-name-" + i), "content " + i);
        }
        Run run = run("add", "-r", many.toString());
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.lines()).hasSize(3_001);
    }

    @Test
    void failuresAreTheSameAsWithoutAServer() {
        String missing = "bafkreifzjut3te7nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e";
        Run notFound = run("cat", missing);
        assertThat(notFound.code()).isEqualTo(5);
        assertThat(notFound.err()).contains(missing);
        assertThat(run("stat", "nonsense").code()).isEqualTo(4);
        assertThat(run("pin", "rm", "--yes", missing).code()).isEqualTo(5);
    }

    @Test
    void anEntryThatIsNoFileFailsTheWholeAddAndPinsNothing() throws Exception {
        Path odd = Files.createDirectories(folder.resolve("odd"));
        Files.writeString(odd.resolve("a"), "odd content");
        assertThat(new ProcessBuilder("mkfifo", odd.resolve("pipe").toString()).start().waitFor())
                .isZero();
        String before = run("pin", "ls").out();
        Run run = run("add", "-r", odd.toString());
        assertThat(run.code()).isEqualTo(4);
        assertThat(run.err()).contains("pipe");
        assertThat(run("pin", "ls").out()).isEqualTo(before);
    }

    @Test
    void aSecondServerOnTheSameDataDirectoryIsRefusedWithSix() {
        Run second = run("daemon", "--api-listen=127.0.0.1:0", "--gateway-listen=127.0.0.1:0");
        assertThat(second.code()).isEqualTo(6);
        assertThat(second.err()).contains(data.toString(), "in use");
    }

    @Test
    void aPortInUseIsRefusedWithSeven() throws IOException {
        String api = ApiAddress.parse(Files.readString(data.resolve("api")).strip()).getAuthority();
        Run second =
                Run.of(
                        "daemon",
                        "--data-dir=" + folder.resolve("third"),
                        "--api-listen=" + api,
                        "--gateway-listen=127.0.0.1:0");
        assertThat(second.code()).isEqualTo(7);
        assertThat(second.err()).contains(api);
    }

    @Test
    void runtimeShowsTheServersTasks() {
        assertThat(run("runtime", "info").out()).contains("Backend: threads");
        assertThat(run("runtime", "tasks").out()).contains("ipfs-kit daemon");
        assertThat(run("runtime", "dump").out()).contains("ipfs-kit daemon");
        Run unknown = run("runtime", "tasks", "--operation", "no-such-id");
        assertThat(unknown.code()).isEqualTo(5);
    }

    @Test
    void urlsReferencesAndBlocksAreTheServersToo() throws Exception {
        Run url = run("add", "http://127.0.0.1:1/");
        assertThat(url.code()).isEqualTo(9);
        assertThat(url.err()).contains("urls.allow_private");
        Run nocopy = run("add", "--nocopy", Files.writeString(folder.resolve("f"), "x").toString());
        assertThat(nocopy.code()).isEqualTo(12);
        assertThat(nocopy.err()).contains("filestore.roots");
        Run references = run("filestore", "ls");
        assertThat(references.code()).as(references.err()).isZero();
        assertThat(references.out()).isEmpty();
        String free =
                with("free".getBytes(StandardCharsets.UTF_8), "add", "-Q", "--pin=false")
                        .out()
                        .strip();
        Run removed = run("--yes", "block", "rm", free);
        assertThat(removed.lines()).containsExactly("removed " + free);
        assertThat(run("--yes", "block", "rm", free).code()).isEqualTo(5);
        Run json = with("[1]".getBytes(StandardCharsets.UTF_8), "add-json");
        assertThat(json.code()).as(json.err()).isZero();
    }

    @Test
    void mcpForwardsToTheServer() {
        String session =
                """
                {"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"test","version":"0"}}}
                {"jsonrpc":"2.0","method":"notifications/initialized"}
                {"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"ipfs_add","arguments":{"text":"forwarded"}}}
                """;
        Run run = with(session.getBytes(StandardCharsets.UTF_8), "mcp");
        assertThat(run.code()).as(run.err()).isZero();
        String cid =
                with("forwarded".getBytes(StandardCharsets.UTF_8), "add", "-n", "-Q").out().strip();
        assertThat(run.out()).contains(cid);
        assertThat(run("cat", cid).out()).isEqualTo("forwarded");
    }
}
