package io.ipfskit.anyio;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A process without flight recording pays for none; the test of a recording is in the kernel's
/// suite.
class FlightRecordOffTest {
    /// A run that forks, fails and cancels, in a process of its own.
    static final class Program {
        private Program() {}

        /// Prints the number of tasks.
        public static void main(String[] args) throws Exception {
            long tasks =
                    AnyIO.run(
                            Backends.named("threads"),
                            run ->
                                    TaskGroup.open(group -> {
                                        group.fork(() -> 1).join();
                                        group.fork(() -> 1).cancel("enough");
                                        return run.statistics().tasksSpawned();
                                    }));
            System.out.println("tasks: " + tasks);
        }
    }

    private static String output(String... flags) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-XX:TieredStopAtLevel=1");
        command.addAll(List.of(flags));
        command.addAll(
                List.of("-cp", System.getProperty("java.class.path"), Program.class.getName()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (var out = process.getInputStream()) {
            return new String(out.readAllBytes(), StandardCharsets.UTF_8);
        } finally {
            process.waitFor();
        }
    }

    @Test
    void withoutARecordingNoEventIsEvenLoaded() throws Exception {
        assertThat(output("-Xlog:class+load"))
                .contains("tasks: 3", "io.ipfskit.anyio.FlightRecord ")
                .doesNotContain("TaskExitEvent", "CancelEvent", "SlowStepEvent");
    }

    @Test
    void aJdkWithoutTheRecorderIsEnough() throws Exception {
        assertThat(output("--limit-modules", "java.base")).contains("tasks: 3");
    }
}
