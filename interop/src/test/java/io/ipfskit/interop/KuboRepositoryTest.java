package io.ipfskit.interop;

import static org.assertj.core.api.Assertions.assertThat;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/// A repository that Kubo made is taken over whole, and stays as it was.
class KuboRepositoryTest {
    @TempDir Path temp;
    private Path kubo = Path.of("");
    private Path repository = Path.of("");

    @BeforeEach
    void aRepository() throws Exception {
        kubo = Required.kubo();
        repository = temp.resolve("kubo");
        kubo("init", "--empty-repo", "--profile", "test").ok();
        kubo("config", "--json", "AutoConf.Enabled", "false").ok();
        kubo("config", "--json", "Bootstrap", "[]").ok();
        kubo("config", "--json", "DNS.Resolvers", "{}").ok();
        kubo("config", "--json", "Ipns.DelegatedPublishers", "[]").ok();
        kubo("config", "Routing.Type", "none").ok();
    }

    private ProcessBuilder builder(String... arguments) {
        List<String> command = new ArrayList<>(List.of(kubo.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = Product.builder(command);
        builder.environment().put("IPFS_PATH", repository.toString());
        builder.environment().put("IPFS_TELEMETRY", "off");
        return builder;
    }

    private Product.Result kubo(String... arguments) throws Exception {
        return Product.execute(builder(arguments));
    }

    private Product.Result ours(String... arguments) throws Exception {
        return Product.run(temp.resolve("ours"), arguments);
    }

    private String add(Path path, String... options) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("add", "-r", "-Q"));
        arguments.addAll(List.of(options));
        arguments.add(path.toString());
        return kubo(arguments.toArray(String[]::new)).ok().lastLine();
    }

    /// Folders, a file of many blocks, a sharded folder, pins of each kind, files and keys.
    private void fill() throws Exception {
        Path folder = Trees.random(temp.resolve("folder"), 7);
        Trees.file(folder.resolve("large"), 5_000_000, 1);
        Path wide = Files.createDirectories(temp.resolve("wide"));
        for (int i = 0; i < 5000; i++) {
            Files.writeString(
                    wide.resolve("a rather long name so that the folder is sharded " + i),
                    "number " + i % 10);
        }
        add(folder, "--pin-name", "first folder");
        add(folder, "--cid-version", "1", "--raw-leaves");
        String sharded = add(wide, "--pin=false");
        kubo("pin", "add", "--name", "Ünïcödé 日本", sharded).ok();
        String direct = add(Trees.file(temp.resolve("single"), 3000, 2), "--pin=false");
        kubo("pin", "add", "--recursive=false", "--name", "direct", direct).ok();
        String unpinned = add(Trees.file(temp.resolve("unpinned"), 300_000, 3), "--pin=false");
        String removed = add(Trees.file(temp.resolve("removed"), 1000, 4));
        kubo("pin", "rm", removed).ok();
        kubo("files", "mkdir", "-p", "/docs/deep").ok();
        kubo("files", "cp", "/ipfs/" + unpinned, "/docs/deep/unpinned").ok();
        for (String type : List.of("ed25519", "rsa", "secp256k1")) {
            kubo("key", "gen", "--type", type, "key of " + type).ok();
        }
    }

    /// What `pin ls` shows of one kind, sorted.
    private static List<String> pins(Product.Result listed) {
        return listed.ok().out().lines().sorted().toList();
    }

    private List<String> assertSamePins() throws Exception {
        List<String> all = new ArrayList<>();
        for (String type : List.of("recursive", "direct")) {
            List<String> theirs = pins(kubo("pin", "ls", "--names", "-t", type));
            List<String> ours =
                    pins(ours("pin", "ls", "--names", "-t", type)).stream()
                            .filter(line -> !line.endsWith(" kubo-mfs-root"))
                            .toList();
            assertThat(ours).as(type).isEqualTo(theirs);
            all.addAll(theirs.stream().map(line -> line.split(" ", 2)[0]).toList());
        }
        return all;
    }

    private void assertReadsBackEqual(String cid) throws Exception {
        Path theirs = temp.resolve("theirs-" + cid);
        Path ours = temp.resolve("ours-" + cid);
        kubo("get", "-o", theirs.toString(), cid).ok();
        ours("get", "-o", ours.toString(), cid).ok();
        if (Files.isDirectory(theirs)) {
            Trees.assertSame(theirs, ours);
        } else {
            assertThat(Files.mismatch(theirs, ours)).as(cid).isNegative();
        }
    }

    /// Each file with its content's hash, permissions and times.
    private SortedMap<String, String> state() throws Exception {
        SortedMap<String, String> state = new TreeMap<>();
        try (Stream<Path> all = Files.walk(repository)) {
            for (Path path : all.toList()) {
                String attributes =
                        Files.readAttributes(
                                        path,
                                        "unix:mode,lastModifiedTime,ctime,ino,size",
                                        LinkOption.NOFOLLOW_LINKS)
                                .entrySet()
                                .stream()
                                .map(Object::toString)
                                .sorted()
                                .toList()
                                .toString();
                String hash =
                        Files.isRegularFile(path)
                                ? HexFormat.of()
                                        .formatHex(
                                                MessageDigest.getInstance("SHA-256")
                                                        .digest(Files.readAllBytes(path)))
                                : "";
                state.put(repository.relativize(path).toString(), attributes + hash);
            }
        }
        return state;
    }

    private void assertImportsWhole() throws Exception {
        SortedMap<String, String> before = state();
        Product.Result dry = ours("--dry-run", "repo", "import-kubo", repository.toString()).ok();
        Product.Result imported =
                ours("--json", "repo", "import-kubo", "--identity", repository.toString()).ok();
        assertThat(state()).isEqualTo(before);
        assertThat(dry.out()).contains("keys: 3 imported");
        assertThat(imported.out())
                .contains("\"problems\":0", "\"keys_imported\":4", "\"pins_direct\":1");

        List<String> pins = assertSamePins();
        assertThat(pins).hasSizeGreaterThanOrEqualTo(4);
        for (String cid : pins) {
            assertReadsBackEqual(cid);
        }
        String files = kubo("files", "stat", "--hash", "/").ok().lastLine();
        assertThat(imported.out()).contains("\"files_root\":\"" + files + "\"");
        assertReadsBackEqual(files);
        assertThat(ours("pin", "ls", "--names", files).ok().out()).contains("kubo-mfs-root");
        assertThat(ours("repo", "verify").exit()).isZero();
        try (Stream<Path> keys = Files.list(temp.resolve("ours/keys"))) {
            assertThat(keys).hasSize(4);
        }
        Product.Result again = ours("--json", "repo", "import-kubo", repository.toString()).ok();
        assertThat(again.out()).contains("\"blocks_imported\":0", "\"keys_present\":3");
    }

    @Test
    void everythingComesOverAndReadsBackEqual() throws Exception {
        fill();
        assertImportsWhole();
    }

    @Test
    void aRepositoryWhoseDaemonWasKilledComesOverFromItsLog() throws Exception {
        Path log = temp.resolve("daemon.log");
        Process daemon =
                builder("daemon", "--offline")
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        try {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> {
                        assertThat(daemon.isAlive()).as(Files.readString(log)).isTrue();
                        return Files.readString(log).contains("Daemon is ready");
                    });
            fill();
            // Stopped, it holds its lock, and changes nothing of its own accord.
            Product.execute(new ProcessBuilder("kill", "-STOP", Long.toString(daemon.pid()))).ok();
            SortedMap<String, String> before = state();
            Product.Result refused = ours("repo", "import-kubo", repository.toString());
            assertThat(refused.exit()).isEqualTo(6);
            assertThat(refused.err()).contains("in use", "ipfs shutdown");
            assertThat(state()).isEqualTo(before);
        } finally {
            daemon.destroyForcibly().waitFor();
        }
        assertThat(repository.resolve("repo.lock")).exists();
        try (Stream<Path> files = Files.list(repository.resolve("datastore"))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .as("all of it in the log")
                    .anyMatch(name -> name.endsWith(".log"));
        }
        assertImportsWhole();
    }

    @Test
    void beyondADaemonOfOursTheFolderIsHandedOverByName() throws Exception {
        String cid = add(Trees.file(temp.resolve("single"), 3000, 2));
        try (Product.Daemon daemon = Product.daemon(temp.resolve("ours"))) {
            daemon.run("repo", "import-kubo", repository.toString()).ok();
            assertThat(daemon.run("pin", "ls", "-q", "-t", "recursive").ok().out()).contains(cid);
            Files.move(temp.resolve("ours/local"), temp.resolve("local"));
            Product.Result unproven = daemon.run("repo", "import-kubo", repository.toString());
            assertThat(unproven.exit()).isEqualTo(4);
            assertThat(unproven.err()).contains("node's own machine");
            Product.Result elsewhere =
                    ours("--api", daemon.api(), "repo", "import-kubo", repository.toString());
            assertThat(elsewhere.exit()).isEqualTo(2);
            assertThat(elsewhere.err()).contains("--api");
            for (String type :
                    List.of("application/octet-stream", "application/vnd.ipfs-kit.path+json")) {
                HttpResponse<String> refused =
                        daemon.send(
                                HttpRequest.newBuilder(
                                                URI.create(
                                                        daemon.api() + "/api/v1/repo/import-kubo"))
                                        .header("Content-Type", type)
                                        .POST(
                                                HttpRequest.BodyPublishers.ofString(
                                                        "{\"path\":\"%s\"}".formatted(repository)))
                                        .build());
                assertThat(refused.statusCode()).as(refused.body()).isIn(400, 422, 501);
            }
        }
    }
}
