package io.ipfskit.interop;

import static org.assertj.core.api.Assertions.assertThat;

import org.awaitility.Awaitility;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// The built distribution, started as a user's shell would start it.
final class Product {
    private static final Path JAR =
            Required.projectRoot().resolve("cli/target/ipfs-kit/lib/ipfs-kit.jar");
    static final HttpClient HTTP = HttpClient.newHttpClient();

    private Product() {}

    /// What a finished command left.
    record Result(int exit, String out, String err) {
        /// The result, if the command succeeded.
        Result ok() {
            assertThat(exit).as("exit code; stderr: %s stdout: %s", err, out).isZero();
            return this;
        }

        /// The last line of the output.
        String lastLine() {
            return out.strip().lines().reduce("", (a, b) -> b);
        }
    }

    /// The folder that holds the distribution's jars.
    static Path libraries() {
        return JAR.resolveSibling("");
    }

    /// The command line that starts the product with these arguments.
    static List<String> command(String... arguments) {
        assertThat(JAR).as("the distribution; build it with ./mvnw package -pl cli -am").exists();
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        Path cache = JAR.resolveSibling("ipfs-kit.aot");
        if (Files.exists(cache)) {
            command.add("-XX:AOTCache=" + cache);
        }
        command.addAll(
                List.of("-Xlog:disable", "-Xlog:all=error:stderr", "-Xmx128m", "-XX:+UseSerialGC"));
        command.add("-jar");
        command.add(JAR.toString());
        command.addAll(List.of(arguments));
        return command;
    }

    /// A process builder with a UTF-8 locale and without settings of the machine.
    static ProcessBuilder builder(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(key -> key.startsWith("IPFS_KIT_"));
        builder.environment().put("LC_ALL", "C.UTF-8");
        return builder;
    }

    /// Runs the product to its end.
    static Result run(Path dataDirectory, String... arguments)
            throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of("--data-dir", dataDirectory.toString()));
        all.addAll(List.of(arguments));
        return execute(builder(command(all.toArray(String[]::new))));
    }

    /// Runs any command to its end, at most five minutes.
    static Result execute(ProcessBuilder builder) throws IOException, InterruptedException {
        Path out = Files.createTempFile("out", ".txt");
        Path err = Files.createTempFile("err", ".txt");
        try {
            Process process =
                    builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
            process.getOutputStream().close();
            if (!process.waitFor(5, TimeUnit.MINUTES)) {
                process.destroyForcibly().waitFor();
                throw new AssertionError(
                        "no end within five minutes: "
                                + builder.command()
                                + "\n"
                                + Files.readString(err));
            }
            return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }

    /// Starts a daemon on free ports and waits until it is ready.
    static Daemon daemon(Path dataDirectory, String... more)
            throws IOException, InterruptedException {
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                "daemon",
                                "--data-dir",
                                dataDirectory.toString(),
                                "--api-listen",
                                "127.0.0.1:0",
                                "--gateway-listen",
                                "127.0.0.1:0"));
        arguments.addAll(List.of(more));
        Path log = Files.createTempFile("daemon", ".log");
        Process process =
                builder(command(arguments.toArray(String[]::new)))
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        Daemon daemon = new Daemon(process, dataDirectory, log);
        try {
            daemon.awaitReady();
        } catch (RuntimeException | Error notReady) {
            daemon.close();
            throw notReady;
        }
        return daemon;
    }

    /// A running daemon; closing it kills it if it still runs.
    record Daemon(Process process, Path dataDirectory, Path log) implements AutoCloseable {
        private void awaitReady() {
            Path api = dataDirectory.resolve("api");
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(20))
                    // the address may still be the one that a killed daemon left, and go just now
                    .ignoreExceptionsMatching(
                            e -> e instanceof IOException || e instanceof UncheckedIOException)
                    .until(() -> {
                        if (!process.isAlive()) {
                            throw new AssertionError("daemon ended: " + output());
                        }
                        return Files.exists(api)
                                && !Files.readString(api).isBlank()
                                && get("/readyz").statusCode() == 200;
                    });
        }

        /// What it printed so far.
        String output() {
            try {
                return Files.readString(log);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /// The API's base address.
        String api() {
            try {
                String[] parts =
                        Files.readString(dataDirectory.resolve("api")).strip().split("/", -1);
                return "http://" + parts[2] + ":" + parts[4];
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /// The gateway's base address.
        String gateway() {
            try {
                return Files.readString(dataDirectory.resolve("gateway")).strip();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /// GET on the API.
        HttpResponse<String> get(String path) throws IOException, InterruptedException {
            return send(HttpRequest.newBuilder(URI.create(api() + path)).GET().build());
        }

        /// Any request.
        HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
            return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
        }

        /// A client command against this daemon.
        Result run(String... arguments) throws IOException, InterruptedException {
            return Product.run(dataDirectory, arguments);
        }

        /// Waits until no task works for that operation any more.
        void awaitNoTaskOf(String operation) {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(5))
                    .untilAsserted(() ->
                            assertThat(get("/api/v1/runtime/tasks").body())
                                    .doesNotContain("\"" + operation + "\""));
        }

        /// What its open descriptors point to.
        List<String> openFiles() throws IOException {
            List<String> targets = new ArrayList<>();
            try (Stream<Path> descriptors = Files.list(Path.of("/proc/" + process.pid() + "/fd"))) {
                for (Path descriptor : descriptors.toList()) {
                    if (Files.exists(descriptor)) {
                        targets.add(Files.readSymbolicLink(descriptor).toString());
                    }
                }
            }
            return targets;
        }

        /// Sends SIGTERM and returns the exit code.
        int terminate() throws InterruptedException {
            process.destroy();
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).as("ends after SIGTERM").isTrue();
            return process.exitValue();
        }

        /// kill -9.
        void kill() throws InterruptedException {
            process.destroyForcibly().waitFor();
        }

        @Override
        public void close() throws IOException {
            process.destroyForcibly().onExit().join();
            Files.deleteIfExists(log);
        }
    }
}
