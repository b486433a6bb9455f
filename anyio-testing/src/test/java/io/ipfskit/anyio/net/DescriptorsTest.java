package io.ipfskit.anyio.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// Where the system gives no descriptor any more (`EMFILE`), a listener says so, pauses, leaves the
/// connections in the queue, and serves them when there are descriptors again.
class DescriptorsTest {
    private static final int DESCRIPTORS = 160;

    @ParameterizedTest
    @ValueSource(strings = {"threads", "loop", "platform"})
    void aListenerOutlivesTheTimeWithoutDescriptors(String backend) throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "needs a shell that has ulimit");
        Process child =
                new ProcessBuilder(
                                "/bin/sh",
                                "-c",
                                "ulimit -n " + DESCRIPTORS + " && exec \"$@\"",
                                "sh",
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                DescriptorsProgram.class.getName(),
                                backend)
                        .redirectErrorStream(true)
                        .start();
        String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(child.waitFor()).as(said).isZero();
        assertThat(said.lines())
                .as(said)
                .contains("used up: true")
                .contains("failures told: 5")
                .contains("paused: true")
                .contains("sockets left by failures: 0")
                .contains("poller idle: true")
                .contains("served: 6")
                .contains("goes on: true")
                .contains("sockets left: 0")
                .anyMatch(line -> line.startsWith("message: the listener on 127.0.0.1:"))
                .anyMatch(line -> line.startsWith("dial: cannot connect to 127.0.0.1:"));
    }
}
