package io.ipfskit.anyio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Signals need a process of their own: [SignalProgram] in a second JVM.
class SignalsTest {
    @ParameterizedTest
    @ValueSource(strings = {"threads", "loop", "platform"})
    void sigtermCancelsTheRootScopeWithItsReason(String backend) throws Exception {
        Process process = start("plain", backend);
        try (BufferedReader out = process.inputReader()) {
            assertThat(out.readLine()).isEqualTo("ready");
            signal("TERM", process);
            assertThat(out.readLine()).isEqualTo("cancelled: signal SIGTERM");
            assertThat(out.readLine()).isEqualTo("run ended: signal SIGTERM");
        }
        assertThat(process.waitFor()).isEqualTo(143);
    }

    @Test
    void sigintIsToldApart() throws Exception {
        assumeTrue(
                !isInterruptIgnored(),
                "SIGINT is ignored by whoever started this build, and so by its children");
        Process process = start("plain", "threads");
        try (BufferedReader out = process.inputReader()) {
            assertThat(out.readLine()).isEqualTo("ready");
            signal("INT", process);
            assertThat(out.readLine()).isEqualTo("cancelled: signal SIGINT");
        }
        assertThat(process.waitFor()).isEqualTo(130);
    }

    @ParameterizedTest
    @ValueSource(strings = {"threads", "loop", "platform"})
    void aHookDrainsFirstAndASecondSignalHalts(String backend) throws Exception {
        Process process = start("hook", backend);
        try (BufferedReader out = process.inputReader()) {
            assertThat(out.readLine()).isEqualTo("ready");
            signal("TERM", process);
            assertThat(out.readLine()).isEqualTo("draining after TERM");
            signal("TERM", process);
            assertThat(out.readLine()).isNull();
        }
        assertThat(process.waitFor()).isEqualTo(143);
    }

    private static Process start(String how, String backend) throws IOException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        return new ProcessBuilder(
                        List.of(
                                java.toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                SignalProgram.class.getName(),
                                how,
                                backend))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static void signal(String name, Process process)
            throws IOException, InterruptedException {
        assertThat(
                        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                                .inheritIO()
                                .start()
                                .waitFor())
                .isZero();
    }

    private static boolean isInterruptIgnored() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return false;
        }
        for (String line : Files.readAllLines(status)) {
            if (line.startsWith("SigIgn:")) {
                return (Long.parseUnsignedLong(line.substring(7).strip(), 16) & 0b10) != 0;
            }
        }
        return false;
    }
}
