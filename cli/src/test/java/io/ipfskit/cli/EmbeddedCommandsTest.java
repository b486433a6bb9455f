package io.ipfskit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Commands on a data directory that this process opens, without a server.
class EmbeddedCommandsTest {
    private static final String MISSING =
            "bafkreifzjut3te7nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e";

    @TempDir Path folder;
    private Path content;

    @BeforeEach
    void makeContent() throws IOException {
        content = Files.createDirectories(folder.resolve("content"));
        Files.createDirectories(content.resolve("below/empty"));
        Files.writeString(content.resolve("a.txt"), "hello\n");
        Files.writeString(content.resolve("below/größe 写真.txt"), "x".repeat(300_000));
        Files.createSymbolicLink(content.resolve("link"), Path.of("a.txt"));
    }

    private Run run(String... arguments) {
        return with(new byte[0], arguments);
    }

    private Run with(byte[] stdin, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--data-dir=" + folder.resolve("data"));
        return Run.with(stdin, all.toArray(String[]::new));
    }

    private String add(String... more) {
        List<String> all = new ArrayList<>(List.of("add", "-r", "-Q"));
        all.addAll(List.of(more));
        all.add(content.toString());
        Run run = run(all.toArray(String[]::new));
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.lines()).hasSize(1);
        return run.lines().getFirst();
    }

    @Test
    void addPrintsEachEntryAsKuboDoesWithTheRootLast() {
        Run run = run("add", "-r", content.toString());
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.lines())
                .hasSize(6)
                .allMatch(line -> line.matches("added baf[a-z0-9]+ content(/.*)?"));
        assertThat(run.lines().getLast()).endsWith(" content");
        assertThat(run.lines()).anyMatch(line -> line.endsWith(" content/below/größe 写真.txt"));
        assertThat(run.err()).isEmpty();
    }

    @Test
    void cidShowsConvertsAndExplainsAsKuboDoes() {
        String v0 = "Qmf412jQZiuVUtdgnB36FXFX7xg5V6KEbSJ4dpQuhkLyfD";
        assertThat(run("cid", "format", "-f", "%P %b", v0, MISSING).lines())
                .containsExactly(
                        "cidv0-dag-pb-sha2-256-32 base58btc", "cidv1-raw-sha2-256-32 base32");
        assertThat(run("cid", "format", "-v", "1", "--mc", "raw", "-b", "base36", v0).lines())
                .singleElement()
                .asString()
                .startsWith("k2");
        assertThat(run("cid", "base32", v0).lines())
                .containsExactly("bafybeihykld7uyxzogax6vgyvag42y7464eywpf55gxi5qpoisibh3c5wa");
        assertThat(run("cid", "inspect", v0).lines())
                .contains("Version:    0", "Multibase:  base58btc (implicit)")
                .hasSize(9);
        assertThat(run("cid", "inspect", MISSING, "--json").out())
                .contains("\"no_cid_v0\":\"requires dag-pb (0x70), got raw (0x55)\"");
        assertThat(run("cid", "bases", "--prefix", "--numeric").lines())
                .contains("b      98  base32", "        0  identity");
        assertThat(run("cid", "codecs", "-n").lines()).contains("  113  dag-cbor");
        assertThat(run("cid", "hashes").lines()).contains("blake3", "sha2-256");
        Run bad = run("cid", "format", "-f", "%p", v0);
        assertThat(bad.code()).isEqualTo(4);
        assertThat(bad.err()).contains("unknown specifier '%p'");
    }

    @Test
    void aReaderThatHasSeenEnoughIsNoDefect() {
        add();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        OutputStream closed =
                new OutputStream() {
                    @Override
                    public void write(int b) throws IOException {
                        throw new IOException("Broken pipe");
                    }
                };
        Terminal terminal =
                new Terminal(
                        InputStream.nullInputStream(),
                        new PrintStream(closed, false, StandardCharsets.UTF_8),
                        Channels.newChannel(closed),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        false);
        int code = Main.run(terminal, "pin", "ls", "--data-dir=" + folder.resolve("data"));
        assertThat(code).isNotZero();
        assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void addOfAFolderNeedsRecursive() {
        Run run = run("add", content.toString());
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("is a folder", "-r");
    }

    @Test
    void addOfWhatIsNotThereIsNotFound() {
        Run run = run("add", folder.resolve("nothing").toString());
        assertThat(run.code()).isEqualTo(5);
        assertThat(run.err()).contains("nothing");
    }

    @Test
    void addOfStdinGivesTheSameCidAsOfTheFile() {
        String ofFile = run("add", "-Q", content.resolve("a.txt").toString()).out();
        Run ofStdin = with("hello\n".getBytes(StandardCharsets.UTF_8), "add", "-Q");
        assertThat(ofStdin.out()).isEqualTo(ofFile);
    }

    @Test
    void onlyHashStoresNothing() {
        String cid = add("--only-hash");
        assertThat(run("stat", cid).code()).isEqualTo(5);
        assertThat(add()).isEqualTo(cid);
        assertThat(run("stat", cid).code()).isZero();
    }

    @Test
    void cidVersionZeroGivesACidOfVersionZero() {
        assertThat(add("--cid-version", "0")).startsWith("Qm");
    }

    @Test
    void aPinCanBeMovedAndVerifiedAndEnds() {
        String old = add("--pin-name", "mine");
        String other = add("--pin=false", "--wrap-with-directory");
        assertThat(run("pin", "update", old, other).code()).isEqualTo(3);
        assertThat(run("pin", "update", "--dry-run", old, other).out())
                .isEqualTo(
                        "would pin "
                                + other
                                + " (recursive)\nwould unpin "
                                + old
                                + " (recursive)\n");
        assertThat(run("pin", "update", "--yes", old, other).out())
                .isEqualTo("updated " + old + " to " + other + "\n");
        assertThat(run("pin", "ls", "--names", "-t", "recursive").lines())
                .containsExactly(other + " recursive mine");
        assertThat(run("pin", "ls", old).out())
                .isEqualTo(old + " indirect through " + other + "\n");
        assertThat(run("pin", "verify", "--verbose").out()).isEqualTo(other + " ok\n");
        assertThat(run("pin", "verify").out()).isEmpty();
        assertThat(run("pin", "add", "--expires-in", "soon", old).err()).contains("expires_in");
        assertThat(run("pin", "add", "--expires-at", "2999-01-31T12:00:00Z", old).out())
                .isEqualTo("pinned " + old + " recursively until 2999-01-31T12:00:00Z\n");
    }

    @Test
    void pinFalseAddsWithoutAPin() {
        String cid = add("--pin=false");
        assertThat(run("pin", "ls", "-q").out()).isEmpty();
        assertThat(run("pin", "add", cid).out()).isEqualTo("pinned " + cid + " recursively\n");
        assertThat(run("pin", "ls", "-t", "recursive").lines()).containsExactly(cid + " recursive");
        assertThat(run("pin", "rm", "--yes", cid).out()).isEqualTo("unpinned " + cid + "\n");
        assertThat(run("pin", "ls", "-q").out()).isEmpty();
    }

    @Test
    void catGivesTheBytesAndRangesOfThem() {
        String cid = add();
        assertThat(run("cat", cid + "/a.txt").out()).isEqualTo("hello\n");
        assertThat(run("cat", "-o", "1", "-l", "3", "/ipfs/" + cid + "/a.txt").out())
                .isEqualTo("ell");
        assertThat(run("cat", cid + "/below/größe 写真.txt").bytes()).hasSize(300_000);
    }

    @Test
    void lsShowsCidSizeAndName() {
        String cid = add();
        assertThat(run("ls", cid).lines())
                .anyMatch(line -> line.matches("baf\\w+ 6 a\\.txt"))
                .anyMatch(line -> line.matches("baf\\w+ - below/"));
        assertThat(run("ls", "--size=false", cid).lines())
                .anyMatch(line -> line.matches("baf\\w+ a\\.txt"));
        assertThat(run("ls", "--json", cid).lines())
                .allMatch(line -> line.startsWith("{\"name\":") && line.endsWith("}"));
    }

    @Test
    void getWritesWhatWasAdded() throws IOException {
        String cid = add();
        Path copy = folder.resolve("copy");
        Run run = run("get", "-o", copy.toString(), cid);
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).isEmpty();
        assertThat(copy.resolve("a.txt")).hasContent("hello\n");
        assertThat(copy.resolve("below/empty")).isEmptyDirectory();
        assertThat(Files.readSymbolicLink(copy.resolve("link"))).hasToString("a.txt");
        assertThat(copy.resolve("below/größe 写真.txt"))
                .hasSameBinaryContentAs(content.resolve("below/größe 写真.txt"));
        try (var entries = Files.list(folder)) {
            assertThat(entries.map(p -> p.getFileName().toString()))
                    .containsExactlyInAnyOrder("content", "copy", "data");
        }
    }

    @Test
    void getOverwritesNothing() throws IOException {
        String cid = add();
        Path there = Files.writeString(folder.resolve("there"), "mine");
        Run run = run("get", "-o", there.toString(), cid);
        assertThat(run.code()).isEqualTo(6);
        assertThat(there).hasContent("mine");
    }

    @Test
    void aBlockThatIsNotHereIsNotFoundByItsCid() {
        Run run = run("cat", MISSING);
        assertThat(run.code()).isEqualTo(5);
        assertThat(run.err()).contains(MISSING);
        assertThat(run.out()).isEmpty();
    }

    @Test
    void aMalformedCidIsAnInvalidArgument() {
        assertThat(run("cat", "nonsense").code()).isEqualTo(4);
        assertThat(run("stat", "bafkqa!").code()).isEqualTo(4);
    }

    @Test
    void withJsonAFailureIsAnObjectOnStderr() {
        Run run = run("stat", "--json", MISSING);
        assertThat(run.code()).isEqualTo(5);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("{\"error\":{", "\"code\":\"not_found\"", MISSING);
    }

    @Test
    void idIsTheSameAtEveryStart() {
        Run first = run("id", "--format", "<id>");
        assertThat(first.out()).startsWith("12D3KooW");
        assertThat(run("id", "--format", "<id>").out()).isEqualTo(first.out());
        assertThat(run("id").out()).contains("\"ID\" : \"" + first.out() + "\"");
    }

    @Test
    void repoVerifyFindsAllBlocksGood() {
        add();
        Run run = run("repo", "verify");
        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("blocks validated");
        assertThat(run("repo", "stat").out()).contains("NumObjects: ", "RepoSize: ");
    }

    @Test
    void aDeadlineThatPassesEndsWithTen() {
        Run run = run("add", "-r", "--timeout", "0", content.toString());
        assertThat(run.code()).isEqualTo(10);
    }

    @Test
    void mcpAnswersOnStdoutWithProtocolOnly() {
        String session =
                """
                {"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"test","version":"0"}}}
                {"jsonrpc":"2.0","method":"notifications/initialized"}
                {"jsonrpc":"2.0","id":2,"method":"tools/list"}
                """;
        Run run = with(session.getBytes(StandardCharsets.UTF_8), "mcp");
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.lines()).hasSize(2).allMatch(line -> line.startsWith("{"));
        assertThat(run.lines()).anyMatch(line -> line.contains("\"ipfs_add\""));
    }

    @Test
    void blockRmSaysWhatBecameOfEachBlock() {
        String pinned = with("pinned".getBytes(StandardCharsets.UTF_8), "add", "-Q").out().strip();
        String free =
                with("free".getBytes(StandardCharsets.UTF_8), "add", "-Q", "--pin=false")
                        .out()
                        .strip();
        assertThat(run("block", "rm", free).code()).isEqualTo(Confirmation.MISSING);
        Run rm = run("--yes", "block", "rm", free, pinned, MISSING);
        assertThat(rm.code()).isEqualTo(6);
        assertThat(rm.lines()).containsExactly("removed " + free);
        assertThat(rm.err())
                .contains("cannot remove " + pinned + ": pinned: recursive")
                .contains("cannot remove " + MISSING + ": block " + MISSING + " is not here");
        assertThat(run("--yes", "block", "rm", free).code()).isEqualTo(5);
        Run forced = run("--yes", "block", "rm", "-f", free);
        assertThat(forced.code()).isZero();
        assertThat(forced.out()).isEmpty();
    }

    @Test
    void addJsonStoresAValue() {
        Run add = with("{ \"a\" : [1] }".getBytes(StandardCharsets.UTF_8), "--json", "add-json");
        assertThat(add.code()).as(add.err()).isZero();
        assertThat(add.out()).contains("\"size\":9");
    }

    @Test
    void addTakesAUrlUnderTheUrlPolicy() throws Exception {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    byte[] body = "from afar".getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(200, body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
        server.start();
        try {
            String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/a%20b.txt";
            Run refused = run("add", url);
            assertThat(refused.code()).isEqualTo(9);
            assertThat(refused.err()).contains("urls.allow_private");
            Files.createDirectories(folder.resolve("data"));
            Files.writeString(folder.resolve("data/config.toml"), "[urls]\nallow_private = true\n");
            Run added = run("add", url);
            assertThat(added.code()).as(added.err()).isZero();
            String expected =
                    with("from afar".getBytes(StandardCharsets.UTF_8), "add", "-Q").out().strip();
            assertThat(added.lines()).containsExactly("added " + expected + " a b.txt");
        } finally {
            server.stop(0);
        }
    }
}
