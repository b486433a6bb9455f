package io.ipfskit.cli;

import picocli.CommandLine;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/// Walks the paths that matter for a quick start, while the JVM records what they load (JEP 514).
/// Run by the build. It really adds, reads and serves, in a temporary data directory; a step that
/// fails is told and leaves the cache smaller, not the build broken.
///
/// There are two caches, because all classes of a cache are loaded at every start: one for the
/// server, one for the commands beside it, which know nothing of HTTP servers.
@CommandLine.Command(name = "train", hidden = true, description = "Run by the build.")
final class TrainCommand implements Command.Plain {
    private static final int ATTEMPTS = 3000;
    private static final int LARGE = 64 << 20;
    private static final int SMALL = 500;

    @CommandLine.Option(
            names = "--client",
            description = "Train the cache of the commands beside the server.")
    boolean client;

    @Override
    public boolean takesDryRun() {
        return false;
    }

    @Override
    public int run(Terminal terminal, Globals globals) throws Exception {
        Path folder = Files.createTempDirectory("ipfs-kit-train");
        try {
            if (client) {
                trainClient(terminal, folder);
            } else {
                train(terminal, folder);
            }
        } finally {
            Folders.delete(folder);
        }
        return 0;
    }

    private static void makeContent(Path folder) throws IOException {
        Path content = Files.createDirectories(folder.resolve("content/below"));
        Files.writeString(content.resolve("a.txt"), "a");
        // Enough that the JVM learns what is hot, so that it compiles that first at a real start.
        byte[] large = new byte[LARGE];
        new Random(1).nextBytes(large);
        Files.write(folder.resolve("content/large.bin"), large);
        for (int i = 0; i < SMALL; i++) {
            Files.write(content.resolve("small " + i), Arrays.copyOfRange(large, i, i + 16_384));
        }
    }

    /// The server is another process, so that this one loads nothing of it.
    private static void trainClient(Terminal terminal, Path folder) throws Exception {
        makeContent(folder);
        String data = folder.resolve("data").toString();
        step(terminal, "version");
        use(terminal, folder, data);
        Process daemon =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-jar",
                                System.getProperty("java.class.path"),
                                "daemon",
                                "--data-dir",
                                data,
                                "--api-listen",
                                "127.0.0.1:0",
                                "--gateway-listen",
                                "127.0.0.1:0")
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("daemon.log").toFile())
                        .start();
        try {
            Path gateway = Path.of(data, "gateway");
            for (int i = 0; i < ATTEMPTS && daemon.isAlive() && !Files.exists(gateway); i++) {
                var _ = daemon.waitFor(10, TimeUnit.MILLISECONDS);
            }
            if (Files.exists(gateway)) {
                use(terminal, folder, data);
                step(terminal, "shutdown", "--data-dir", data);
            } else {
                terminal.say(
                        "training: no server: " + Files.readString(folder.resolve("daemon.log")));
            }
        } finally {
            if (!daemon.waitFor(20, TimeUnit.SECONDS)) {
                daemon.destroyForcibly();
            }
        }
    }

    private static void train(Terminal terminal, Path folder) throws Exception {
        makeContent(folder);
        String data = folder.resolve("data").toString();

        HelpPages.write();
        var _ = HelpPages.find(new String[] {"add", "--help"});
        step(terminal, "--help");
        step(terminal, "add", "--help");
        step(terminal, "version");
        for (String command : new String[] {"bash", "zsh"}) {
            step(terminal, "completion", command);
        }
        use(terminal, folder, data);

        Thread daemon =
                Thread.ofPlatform()
                        .name("train daemon")
                        .start(() ->
                                step(
                                        terminal,
                                        "daemon",
                                        "--data-dir",
                                        data,
                                        "--api-listen",
                                        "127.0.0.1:0",
                                        "--gateway-listen",
                                        "127.0.0.1:0"));
        Path gateway = Path.of(data, "gateway");
        for (int i = 0; i < ATTEMPTS && daemon.isAlive() && !Files.exists(gateway); i++) {
            daemon.join(10);
        }
        if (Files.exists(gateway)) {
            String cid = use(terminal, folder, data);
            fetch(terminal, Files.readString(gateway).strip() + "/ipfs/" + cid + "/");
            fetch(terminal, api(data) + "/");
            fetch(terminal, api(data) + "/api/v1/ipfs/ls/" + cid);
            fetch(terminal, api(data) + "/openapi.json");
            mcp(terminal, data);
            step(terminal, "shutdown", "--data-dir", data);
        }
        daemon.join();
        mcp(terminal, data);
    }

    /// What people do most, embedded or with a server, whichever there is.
    private static String use(Terminal terminal, Path folder, String data) throws IOException {
        String content = folder.resolve("content").toString();
        String cid = step(terminal, "add", "-r", "-Q", "--data-dir", data, content).strip();
        step(terminal, "add", "-r", "--json", "--data-dir", data, content);
        step(terminal, "cat", "--data-dir", data, cid + "/below/a.txt");
        step(terminal, "ls", "--data-dir", data, cid);
        step(terminal, "stat", "--data-dir", data, cid);
        step(terminal, "exists", "--data-dir", data, cid);
        step(terminal, "admin", "health", "--data-dir", data);
        Path copy = folder.resolve("copy");
        step(terminal, "get", "--data-dir", data, "-o", copy.toString(), cid);
        Folders.delete(copy);
        step(terminal, "pin", "ls", "--data-dir", data);
        step(terminal, "id", "--data-dir", data);
        step(terminal, "config", "show", "--origin", "--data-dir", data);
        step(terminal, "runtime", "tasks", "--data-dir", data);
        step(terminal, "cat", "--data-dir", data, "bafkqaaa-no-cid");
        return cid;
    }

    private static void mcp(Terminal terminal, String data) {
        String session =
                """
                {"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"train","version":"0"}}}
                {"jsonrpc":"2.0","method":"notifications/initialized"}
                {"jsonrpc":"2.0","id":2,"method":"tools/list"}
                {"jsonrpc":"2.0","id":3,"method":"tools/call","params":{"name":"ipfs_add","arguments":{"text":"a"}}}
                """;
        step(
                terminal,
                new ByteArrayInputStream(session.getBytes(StandardCharsets.UTF_8)),
                "mcp",
                "--data-dir",
                data);
    }

    private static String step(Terminal terminal, String... arguments) {
        return step(terminal, InputStream.nullInputStream(), arguments);
    }

    private static String step(Terminal terminal, InputStream in, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Terminal quiet =
                new Terminal(
                        in,
                        new PrintStream(out, false, StandardCharsets.UTF_8),
                        Channels.newChannel(out),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        false);
        int code = Main.run(quiet, arguments);
        quiet.out().flush();
        boolean expected = code == 0 || List.of(arguments).contains("bafkqaaa-no-cid");
        if (!expected) {
            terminal.say(
                    "training: "
                            + String.join(" ", arguments)
                            + " ended with "
                            + code
                            + "\n"
                            + err.toString(StandardCharsets.UTF_8));
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    private static String api(String data) throws IOException {
        return ApiAddress.parse(Files.readString(Path.of(data, "api")).strip()).toString();
    }

    private static void fetch(Terminal terminal, String url) {
        try (InputStream in = URI.create(url).toURL().openStream()) {
            in.transferTo(java.io.OutputStream.nullOutputStream());
        } catch (IOException failed) {
            terminal.say("training: " + url + ": " + failed);
        }
    }
}
