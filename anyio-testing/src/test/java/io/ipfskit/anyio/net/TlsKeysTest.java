package io.ipfskit.anyio.net;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// New keys within a TLS 1.3 connection (RFC 8446, section 4.6.3), many times, in one direction and
/// in both: no byte is lost or changed.
class TlsKeysTest {
    @ParameterizedTest
    @ValueSource(strings = {"threads", "loop"})
    void afterManyChangesOfTheKeysEveryByteIsTheSame(String backend, @TempDir Path folder)
            throws Exception {
        Path trace = folder.resolve("trace");
        Process child =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-Djavax.net.debug=ssl:handshake",
                                "-cp",
                                System.getProperty("java.class.path"),
                                TlsKeysProgram.class.getName(),
                                backend,
                                folder.toString())
                        .redirectError(trace.toFile())
                        .start();
        String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(child.waitFor()).as(said).isZero();
        assertThat(said).contains("same");
        try (var lines = Files.lines(trace, StandardCharsets.ISO_8859_1)) {
            assertThat(lines.filter(line -> line.contains("Consuming KeyUpdate")).count())
                    .as("changes of keys")
                    .isGreaterThan(100);
        }
    }
}
