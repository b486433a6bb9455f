package io.ipfskit.interop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Which backend runs: the one asked for, or none.
class BackendChoiceTest {
    @TempDir private Path temp;

    @ParameterizedTest
    @CsvSource({
        "threads, threads, threads/virtual",
        "platform, platform, platform/threads",
        "loop, loop, loop/scheduler",
        "loop/baton, loop, loop/baton",
        "loop/scheduler, loop, loop/scheduler",
        "sim, sim, sim/scheduler",
        "sim/baton, sim, sim/baton"
    })
    void runtimeInfoRunsOnTheBackendNamed(String asked, String backend, String engine)
            throws Exception {
        Product.Result info =
                Product.run(temp.resolve("none"), "--backend", asked, "runtime", "info").ok();
        assertThat(info.out()).contains("Backend: " + backend + "\n", "Engine: " + engine + "\n");
        assertThat(temp.resolve("none")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"daemon", "mcp", "repo stat", "add x", "runtime tasks", "config show"})
    void aSimulationIsRefusedWithTheReasonByWhatKeepsSomething(String command) throws Exception {
        String[] words = ("--backend sim " + command).split(" ");
        Product.Result refused = Product.run(temp.resolve("data"), words);
        assertThat(refused.exit()).isEqualTo(2);
        assertThat(refused.err()).contains("sim keeps nothing").contains("threads, loop, ");
        assertThat(temp.resolve("data")).doesNotExist();
    }

    @Test
    void aSimulationCannotBeConfigured() throws Exception {
        Path data = Files.createDirectory(temp.resolve("data"));
        Files.writeString(data.resolve("config.toml"), "backend = \"sim\"\n");
        Product.Result inFile = Product.run(data, "repo", "stat");
        assertThat(inFile.exit()).isEqualTo(2);
        assertThat(inFile.err()).contains("config.toml:1", "sim keeps nothing");
        ProcessBuilder builder =
                Product.builder(Product.command("--data-dir", temp + "/other", "runtime", "info"));
        builder.environment().put("IPFS_KIT_BACKEND", "sim");
        assertThat(Product.execute(builder).exit()).isEqualTo(2);
    }

    @Test
    void anUnknownNameIsRefusedWithTheChoices() throws Exception {
        Product.Result unknown =
                Product.run(temp.resolve("data"), "--backend", "fibres", "runtime", "info");
        assertThat(unknown.exit()).isEqualTo(2);
        assertThat(unknown.err())
                .contains("threads, loop, loop/baton, loop/scheduler, platform, sim");
    }

    @Test
    void theFlagWinsOverThePropertyOverTheEnvironmentOverTheFile() throws Exception {
        Path data = Files.createDirectory(temp.resolve("data"));
        Files.writeString(data.resolve("config.toml"), "backend = \"platform\"\n");
        assertThat(Product.run(data, "runtime", "info").ok().out()).contains("platform/threads");
        List<String> command = Product.command("--data-dir", data.toString(), "runtime", "info");
        ProcessBuilder builder = Product.builder(command);
        builder.environment().put("IPFS_KIT_BACKEND", "loop/baton");
        assertThat(Product.execute(builder).ok().out()).contains("loop/baton");
        command.add(1, "-Dipfskit.backend=loop");
        assertThat(Product.execute(builder).ok().out()).contains("loop/scheduler");
        command.addAll(List.of("--backend", "threads"));
        assertThat(Product.execute(builder).ok().out()).contains("threads/virtual");
    }

    @Test
    void withoutTheJdkOpenedTheSchedulerEngineIsRefusedAndLoopRunsOnTheOther() throws Exception {
        List<String> command = Product.command("--data-dir", temp + "/none", "--backend");
        int jar = command.indexOf("-jar"); // the manifest counts only with -jar
        command.set(jar, "-cp");
        command.set(jar + 1, Product.libraries() + "/*");
        command.add(jar + 2, "io.ipfskit.cli.Main");
        command.removeIf(word -> word.startsWith("-XX:AOTCache"));
        command.addAll(List.of("loop", "runtime", "info"));
        assertThat(Product.execute(Product.builder(command)).ok().out()).contains("loop/baton");
        command.set(command.indexOf("loop"), "loop/scheduler");
        Product.Result refused = Product.execute(Product.builder(command));
        assertThat(refused.exit()).isEqualTo(2);
        assertThat(refused.err()).contains("--add-opens java.base/java.lang=ALL-UNNAMED");
    }
}
