package io.ipfskit.kit.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ipfskit.kit.life.StartRefused;
import io.ipfskit.kit.life.StartRefused.Reason;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;

@SuppressWarnings("NullAway") // what is missing fails the test
class ConfigTest {
    private static final String TOKEN = "0123456789abcdef-planted-secret";

    @TempDir Path home;
    private Path data;
    private Path file;

    @BeforeEach
    void makeDirectory() throws IOException {
        data = Files.createDirectories(home.resolve(".ipfs-kit"));
        file = data.resolve("config.toml");
    }

    private LoadOptions options() {
        return LoadOptions.isolated(home);
    }

    private void write(String toml) throws IOException {
        Files.writeString(file, toml);
    }

    private List<String> problems(LoadOptions options) {
        StartRefused refused = catchThrowableOfType(StartRefused.class, () -> Config.load(options));
        assertThat(refused).isNotNull();
        return refused.problems();
    }

    private List<String> problemsOf(String toml) throws IOException {
        write(toml);
        return problems(options());
    }

    @Test
    void withoutAnythingEveryValueIsADefault() throws Exception {
        Config config = Config.load(options());
        assertThat(config.dataDir()).isEqualTo(data);
        assertThat(config.backend()).isEqualTo("threads");
        assertThat(config.api().listen()).hasToString("127.0.0.1:5001");
        assertThat(config.gateway().listen()).hasToString("127.0.0.1:8080");
        assertThat(config.api().token()).isNull();
        assertThat(config.timeouts().api()).isEqualTo(Duration.ofSeconds(30));
        assertThat(config.mcp().roots()).isEmpty();
        assertThat(config.file()).isNull();
        assertThat(config.entries())
                .extracting(Config.Entry::key)
                .containsExactlyElementsOf(Key.names());
        assertThat(config.entries()).extracting(Config.Entry::origin).containsOnly("default");
    }

    @Test
    void everyKeyCanStandInTheFileAndTellsItsLine() throws Exception {
        write(
                """
                # a comment
                backend = "threads"
                debug = true

                [api]
                listen = "127.0.0.1:0"
                cors.origins = ["https://example.org", "http://localhost:3000"]

                [gateway]
                listen = "[::1]:0"
                [mcp]
                roots = ["~/shared", "relative"]
                [timeouts]
                api = 5
                gateway = "2m"
                [log]
                level = "debug"
                format = "json"
                """);
        Config config = Config.load(options());
        assertThat(config.debug()).isTrue();
        assertThat(config.api().corsOrigins())
                .containsExactly("https://example.org", "http://localhost:3000");
        assertThat(config.gateway().listen()).isEqualTo(new Listen("::1", 0));
        assertThat(config.mcp().roots())
                .containsExactly(home.resolve("shared"), home.resolve("relative"));
        assertThat(config.timeouts())
                .isEqualTo(new Config.Timeouts(Duration.ofSeconds(5), Duration.ofMinutes(2)));
        assertThat(config.log()).isEqualTo(new Config.Log("DEBUG", "json"));
        assertThat(config.file()).isEqualTo(file);
        assertThat(config.entry("api.listen").origin()).isEqualTo(file + ":6");
        assertThat(config.entry("api.cors.origins").origin()).isEqualTo(file + ":7");
        assertThat(config.entry("timeouts.gateway").origin()).isEqualTo(file + ":15");
        assertThat(config.entry("data_dir").origin()).isEqualTo("default");
    }

    @Test
    void aFlagWinsOverAPropertyOverTheEnvironmentOverTheFile() throws Exception {
        write("[log]\nlevel = \"ERROR\"\n");
        LoadOptions options = options();
        assertThat(levelAndOrigin(options)).isEqualTo("ERROR from " + file + ":2");
        options = options.withEnvironment(Map.of("IPFS_KIT_LOG_LEVEL", "WARN", "PATH", "/bin"));
        assertThat(levelAndOrigin(options)).isEqualTo("WARN from environment IPFS_KIT_LOG_LEVEL");
        options =
                options.withProperties(Map.of("ipfskit.log.level", "DEBUG", "java.version", "25"));
        assertThat(levelAndOrigin(options)).isEqualTo("DEBUG from property ipfskit.log.level");
        options = options.withFlag("log.level", "TRACE");
        assertThat(levelAndOrigin(options)).isEqualTo("TRACE from flag");
    }

    private static String levelAndOrigin(LoadOptions options) throws InterruptedException {
        Config config = Config.load(options);
        return config.log().level() + " from " + config.entry("log.level").origin();
    }

    @Test
    void theFileIsLookedForInTheDataDirectoryThatTheProcessNames() throws Exception {
        Path other = Files.createDirectories(home.resolve("other"));
        Files.writeString(other.resolve("config.toml"), "debug = true\n");
        Config config =
                Config.load(options().withEnvironment(Map.of("IPFS_KIT_DATA_DIR", "other")));
        assertThat(config.dataDir()).isEqualTo(other);
        assertThat(config.debug()).isTrue();
    }

    @Test
    void error1AnUnknownKeyIsNamedWithLineAndNearestKey() throws Exception {
        assertThat(problemsOf("[api]\nlistn = \"127.0.0.1:1\"\n"))
                .containsExactly(file + ":2: unknown key api.listn; did you mean api.listen?");
    }

    @Test
    void error2AnUnknownTableIsNamedWithItsLine() throws Exception {
        assertThat(problemsOf("debug = false\n[quantum]\nfoam = 1\n"))
                .containsExactly(
                        file
                                + ":2: unknown key quantum; keys are "
                                + String.join(", ", Key.names()));
    }

    @Test
    void error3AWrongTypeIsTold() throws Exception {
        assertThat(problemsOf("debug = \"yes\"\n"))
                .containsExactly(file + ":1: debug must be true or false, was the text \"yes\"");
    }

    @Test
    void error4AListWhereATextBelongsIsTold() throws Exception {
        assertThat(problemsOf("[api]\nlisten = [\"127.0.0.1:1\"]\n"))
                .containsExactly(file + ":2: api.listen must be a text HOST:PORT, was a list");
    }

    @Test
    void error5AMalformedFileIsToldWithItsLine() throws Exception {
        assertThat(problemsOf("debug = true\n[api\nlisten = 1\n"))
                .singleElement()
                .asString()
                .startsWith(file + ":2: is not TOML: ");
    }

    @Test
    void error6ABadPortIsTold() throws Exception {
        assertThat(problemsOf("[gateway]\nlisten = \"127.0.0.1:70000\"\n"))
                .containsExactly(
                        file + ":2: gateway.listen must have a port from 0 to 65535, was 70000");
    }

    @Test
    void error7ABadDurationIsTold() throws Exception {
        assertThat(problemsOf("timeouts.api = \"soon\"\n"))
                .containsExactly(
                        file
                                + ":1: timeouts.api must be a duration like 90 (seconds), 1.5s,"
                                + " 250ms, 10m or 24h, was \"soon\"");
    }

    @Test
    void error8AnUnknownBackendIsToldWithTheChoices() throws Exception {
        assertThat(problemsOf("backend = \"fibers\"\n"))
                .singleElement()
                .asString()
                .startsWith(
                        file + ":1: backend \"fibers\" is no backend here; choose one of: threads");
    }

    @Test
    void error9ATokenInTheFileIsRefusedWithoutShowingIt() throws Exception {
        assertThat(problemsOf("[api.auth]\ntoken = \"" + TOKEN + "\"\n"))
                .singleElement()
                .asString()
                .startsWith(file + ":2: a token must not stand in the configuration file")
                .doesNotContain(TOKEN);
    }

    @Test
    void error10AMissingNamedFileIsTold() {
        Path missing = home.resolve("missing.toml");
        assertThat(problems(options().withFile(missing)))
                .containsExactly(missing + ": no such configuration file");
    }

    @Test
    void allProblemsAreToldAtOnce() throws Exception {
        assertThat(
                        problemsOf(
                                """
                                debug = 1
                                [log]
                                level = "LOUD"
                                format = "xml"
                                [api.cors]
                                origins = ["*"]
                                """))
                .containsExactlyInAnyOrder(
                        file + ":1: debug must be true or false, was the number 1",
                        file
                                + ":3: log.level must be one of TRACE, DEBUG, INFO, WARN, ERROR,"
                                + " OFF, was \"LOUD\"",
                        file + ":4: log.format must be one of auto, text, json, was \"xml\"",
                        file
                                + ":6: api.cors.origins must have origins like https://example.org,"
                                + " was \"*\"");
    }

    @Test
    void unknownFlagsPropertiesAndVariablesAreErrorsToo() {
        assertThat(
                        problems(
                                options()
                                        .withFlag("log.levle", "INFO")
                                        .withProperties(
                                                Map.of(
                                                        "ipfskit.debgu",
                                                        "true",
                                                        "ipfskit.test.seed",
                                                        "1"))
                                        .withEnvironment(
                                                Map.of(
                                                        "IPFS_KIT_BACKND", "threads",
                                                        "IPFS_KIT_JAVA_OPTS", "-Xmx1g",
                                                        "IPFS_KIT_KUBO", "/bin/ipfs"))))
                .containsExactly(
                        "flag log.levle: no such key; did you mean log.level?",
                        "system property ipfskit.debgu: no such key; did you mean ipfskit.debug?",
                        "environment variable IPFS_KIT_BACKND: no such key; did you mean"
                                + " IPFS_KIT_BACKEND?");
    }

    @Test
    void simIsRefusedWithExitCodeTwo() {
        assertThatThrownBy(() -> Config.load(options().withFlag("backend", "sim")))
                .isInstanceOfSatisfying(
                        StartRefused.class,
                        refused -> {
                            assertThat(refused.exitCode()).isEqualTo(2);
                            assertThat(refused).hasMessageContaining("sim keeps nothing");
                        });
    }

    @Test
    void wrongConfigurationHasExitCodeFour() {
        assertThatThrownBy(() -> Config.load(options().withFlag("debug", "maybe")))
                .isInstanceOfSatisfying(
                        StartRefused.class,
                        refused ->
                                assertThat(refused.reason())
                                        .isEqualTo(Reason.CONFIGURATION)
                                        .extracting(Reason::exitCode)
                                        .isEqualTo(4));
    }

    @Test
    void theTokenComesFromTheEnvironmentAndIsNeverShown() throws Exception {
        Config config =
                Config.load(options().withEnvironment(Map.of("IPFS_KIT_API_AUTH_TOKEN", TOKEN)));
        assertThat(config.api().token().matches(TOKEN)).isTrue();
        assertThat(config.api().token().matches(TOKEN + "x")).isFalse();
        assertThat(config.toString()).doesNotContain(TOKEN).contains("[redacted]");
        assertThat(config.entries().toString()).doesNotContain(TOKEN);
    }

    @Test
    void headersForTheCollectorComeFromTheEnvironmentAndAreNeverShown() throws Exception {
        Config config =
                Config.load(
                        options()
                                .withFlag("telemetry.traces.exporter", "otlp")
                                .withEnvironment(
                                        Map.of(
                                                "OTEL_EXPORTER_OTLP_HEADERS",
                                                "authorization=general",
                                                "OTEL_EXPORTER_OTLP_TRACES_HEADERS",
                                                "authorization=hush-hush")));
        assertThat(config.telemetry().headers().reveal()).containsValue("hush-hush");
        assertThat(config.toString()).doesNotContain("hush").contains("[1 redacted]");
        assertThat(config.entries().toString()).doesNotContain("hush");
    }

    @Test
    void headersForTheCollectorComeFromAFileThatOnlyItsOwnerReads() throws Exception {
        Path headers = home.resolve("headers");
        Files.writeString(headers, "authorization=hush-hush\n");
        Files.setPosixFilePermissions(headers, PosixFilePermissions.fromString("rw-------"));
        LoadOptions traced =
                options()
                        .withFlag("telemetry.traces.exporter", "otlp")
                        .withFlag("telemetry.traces.headers_file", headers.toString());
        assertThat(Config.load(traced).telemetry().headers().reveal())
                .isEqualTo(Map.of("authorization", "hush-hush"));

        Files.setPosixFilePermissions(headers, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(problems(traced))
                .singleElement()
                .asString()
                .contains("must be readable by its owner only")
                .doesNotContain("hush");
    }

    @Test
    void malformedHeadersAreToldWithoutShowingThemAndOnlyWhereTracesAreSent() throws Exception {
        LoadOptions wrong =
                options().withEnvironment(Map.of("OTEL_EXPORTER_OTLP_HEADERS", "hush-hush"));
        assertThat(Config.load(wrong).telemetry().headers().count()).isZero();
        assertThat(problems(wrong.withFlag("telemetry.traces.exporter", "otlp")))
                .containsExactly(
                        "environment variable OTEL_EXPORTER_OTLP_HEADERS: header 1 must be written"
                                + " name=value, with a name that HTTP allows");
    }

    @Test
    void theTokenComesFromAFileThatOnlyItsOwnerReads() throws Exception {
        Path token = home.resolve("token");
        Files.writeString(token, TOKEN + "\n");
        Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-------"));
        Config config = Config.load(options().withFlag("api.auth.token_file", "token"));
        assertThat(config.api().token().matches(TOKEN)).isTrue();

        Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-r-----"));
        assertThat(problems(options().withFlag("api.auth.token_file", "token")))
                .containsExactly(
                        token
                                + ": the API token file must be readable by its owner only, its"
                                + " mode is 0640; run chmod 600 "
                                + token);
    }

    @Test
    void aShortTokenIsRefusedWithoutShowingIt() {
        assertThat(
                        problems(
                                options()
                                        .withEnvironment(
                                                Map.of("IPFS_KIT_API_AUTH_TOKEN", "hunter2"))))
                .containsExactly(
                        "environment variable IPFS_KIT_API_AUTH_TOKEN: must have at least 16"
                                + " characters");
    }

    @Test
    void listeningBeyondLoopbackNeedsAToken() throws Exception {
        LoadOptions open = options().withFlag("api.listen", "0.0.0.0:5001");
        Config without = Config.load(open);
        assertThatThrownBy(without::requireServable)
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("0.0.0.0:5001")
                .hasMessageContaining("IPFS_KIT_API_AUTH_TOKEN");
        Config.load(open.withEnvironment(Map.of("IPFS_KIT_API_AUTH_TOKEN", TOKEN)))
                .requireServable();
        Config.load(options()).requireServable();
    }

    @Test
    void loopbackIsToldByTheText() {
        for (String loopback : List.of("127.0.0.1:1", "127.8.8.8:1", "[::1]:1", "localhost:1")) {
            assertThat(Listen.parse(loopback).isLoopback()).as(loopback).isTrue();
        }
        for (String other :
                List.of("0.0.0.0:1", "[::]:1", "10.0.0.1:1", "example.org:1", "127.evil.org:1")) {
            assertThat(Listen.parse(other).isLoopback()).as(other).isFalse();
        }
    }
}
