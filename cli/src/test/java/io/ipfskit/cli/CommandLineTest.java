package io.ipfskit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Files;
import java.nio.file.Path;

class CommandLineTest {
    @TempDir Path folder;

    @Test
    void helpGoesToStdoutAndListsTheCommands() {
        Run run = Run.of("--help");
        assertThat(run.code()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .contains("daemon", "add", "cat", "get", "ls", "stat", "pin", "id", "shutdown")
                .contains("config", "runtime", "version", "mcp", "completion")
                .doesNotContain("train");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "daemon",
                "daemon stop",
                "shutdown",
                "add",
                "cat",
                "get",
                "ls",
                "stat",
                "files",
                "files ls",
                "files stat",
                "files read",
                "files write",
                "files mkdir",
                "files rm",
                "files cp",
                "files mv",
                "files flush",
                "files chmod",
                "files touch",
                "files chcid",
                "pin",
                "pin add",
                "pin rm",
                "pin ls",
                "pin update",
                "pin verify",
                "id",
                "exists",
                "admin",
                "admin cancel",
                "cli commands",
                "repo stat",
                "repo verify",
                "repo gc",
                "add-json",
                "block rm",
                "block put",
                "filestore ls",
                "cid format",
                "cid inspect",
                "config show",
                "config check",
                "runtime info",
                "runtime tasks",
                "runtime dump",
                "telemetry metrics",
                "telemetry grafana generate",
                "telemetry report",
                "mcp",
                "version",
                "completion"
            })
    void everyCommandHasHelpAndTakesTheGlobalOptions(String command) {
        String[] words = (command + " --help").split(" ");
        Run run = Run.of(words);
        assertThat(run.code()).isZero();
        assertThat(run.out()).startsWith("Usage: ipfs-kit " + command);
        assertThat(run.out()).contains("--data-dir", "--api", "--backend", "--timeout", "--json");
    }

    @Test
    void noCommandShowsHelpOnStderrAndIsAUsageError() {
        Run run = Run.of();
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("Usage: ipfs-kit");
    }

    @Test
    void aGroupWithoutItsCommandIsAUsageError() {
        Run run = Run.of("pin");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("subcommand", "Usage: ipfs-kit pin");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "frobnicate",
                "add --no-such-option",
                "cat",
                "cat -o x CID",
                "completion fish",
                "--timeout soon id",
                "--api nowhere id",
                "daemon --api 127.0.0.1:5001",
                "get -o - bafkqaaa"
            })
    void aWrongCommandLineEndsWithTwoAndSaysWhy(String line) {
        String[] words = (line + " --data-dir " + folder).split(" ");
        Run run = Run.of(words);
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).startsWith("ipfs-kit: ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "id",
                "add",
                "daemon",
                "mcp",
                "pin ls",
                "config show",
                "shutdown",
                "runtime tasks"
            })
    void theBackendSimIsRefusedByEveryCommandThatKeepsSomething(String command) {
        String[] words = (command + " --backend sim --data-dir " + folder).split(" ");
        Run run = Run.of(words);
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("sim", "threads");
    }

    @Test
    void anUnknownBackendIsRefusedWithTheChoices() {
        Run run = Run.of("id", "--backend", "warp", "--data-dir", folder.toString());
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("\"warp\" is no backend here", "threads, loop, ");
    }

    @Test
    void runtimeTellsBackendAndEngineAlsoOfASimulation() {
        assertThat(Run.of("runtime", "info", "--backend", "sim/baton").out())
                .contains("Backend: sim\n", "Engine: sim/baton\n");
        assertThat(Run.of("runtime", "info", "--backend", "loop/baton").out())
                .contains("Backend: loop\n", "Engine: loop/baton\n");
    }

    @Test
    void benchMeasuresEveryPartOnARealBackend() {
        Run run = Run.of("runtime", "bench", "--backend", "loop/baton", "--seconds", "0.02");
        assertThat(run.code()).isZero();
        assertThat(run.lines()).hasSize(3);
        assertThat(run.lines().get(2).split(" +")).hasSize(8).startsWith("loop/baton");
        assertThat(run.lines().get(2)).doesNotContain(" -");
    }

    @Test
    void benchOnASimulationLeavesOutWhatIsRealByName() {
        Run run = Run.of("runtime", "bench", "--backend", "sim", "--seconds", "0.02", "--json");
        assertThat(run.code()).isZero();
        assertThat(run.lines()).hasSize(1);
        assertThat(run.out())
                .contains("\"engine\":\"sim/", "\"fork_tree_us\":", BenchRow.NO_REAL_IO)
                .doesNotContain("add_mib_per_second");
    }

    @Test
    void versionNamesProgramAndJava() {
        assertThat(Run.of("version").out()).startsWith("ipfs-kit version 0.");
        assertThat(Run.of("version", "-n").out()).startsWith("0.");
        assertThat(Run.of("--version").out()).startsWith("ipfs-kit version 0.");
        assertThat(Run.of("version", "--json").out()).contains("\"version\":", "\"java\":");
    }

    @Test
    void completionKnowsTheCommands() {
        assertThat(Run.of("completion", "bash").out()).contains("complete", "daemon", "--data-dir");
        assertThat(Run.of("completion", "zsh").out()).contains("bashcompinit", "daemon");
    }

    @Test
    void configShowSaysWhereEachValueCameFrom() {
        Run run = Run.of("config", "show", "--origin", "--data-dir", folder.toString());
        assertThat(run.code()).isZero();
        assertThat(run.lines())
                .contains("data_dir = " + folder + "  (flag)", "backend = threads  (default)");
    }

    @Test
    void configCheckListsEveryProblemWithItsLine() throws Exception {
        Path file = folder.resolve("config.toml");
        Files.writeString(file, "debug = 3\n\n[api]\nlistn = \"x\"\nlisten = \"nowhere\"\n");
        Run run = Run.of("config", "check", "--data-dir", folder.toString());
        assertThat(run.code()).isEqualTo(4);
        assertThat(run.lines())
                .hasSize(3)
                .anyMatch(line -> line.startsWith(file + ":1: debug must be true or false"))
                .anyMatch(line -> line.startsWith(file + ":4: unknown key api.listn; did you mean"))
                .anyMatch(line -> line.startsWith(file + ":5: api.listen must be HOST:PORT"));
        assertThat(run.err()).contains("3 problems");
        assertThat(Run.of("config", "check", "--json", "--data-dir", folder.toString()).out())
                .startsWith("{\"ok\":false,\"problems\":[");
    }

    @Test
    void runtimeInfoRunsByItselfOnTheBackendNamedAndOpensNoDataDirectory() {
        Path absent = folder.resolve("absent");
        Run run =
                Run.of("runtime", "info", "--backend", "threads", "--data-dir", absent.toString());
        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("Backend: threads", "Engine: threads/");
        assertThat(absent).doesNotExist();
    }

    @Test
    void shutdownWithoutAServerSaysThatNoneRuns() {
        Run run = Run.of("shutdown", "--data-dir", folder.toString());
        assertThat(run.code()).isEqualTo(7);
        assertThat(run.err()).contains("no server runs on data directory " + folder);
    }

    @Test
    void aServerThatDoesNotAnswerIsUnavailableByItsAddress() {
        Run run = Run.of("id", "--api", "127.0.0.1:1", "--data-dir", folder.toString());
        assertThat(run.code()).isEqualTo(7);
        assertThat(run.err()).contains("http://127.0.0.1:1", "ipfs-kit daemon");
    }
}
