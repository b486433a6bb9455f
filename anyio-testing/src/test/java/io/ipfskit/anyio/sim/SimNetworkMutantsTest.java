package io.ipfskit.anyio.sim;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import javax.tools.ToolProvider;

/// The program by the seed bites: the simulated network with one mistake in it, compiled anew from
/// its source, is caught within 200 seeds, and without a mistake it is not.
class SimNetworkMutantsTest {
    private static final Path SOURCES =
            Path.of("..", "anyio", "src", "main", "java", "io", "ipfskit", "anyio", "sim");

    /// A mistake, as a replacement in one source file.
    enum Mutant {
        /// The control: the source as it is.
        NONE("Wire", "cut = now;", "cut = now;"),
        PARTITION_IGNORED("Wire", "cut = now;", "cut = false;"),
        /// What is under way when a partition begins still arrives.
        PARTITION_LATE("SimDatagramSocket", "way.out().isCut() || !to.isUp()", "!to.isUp()"),
        HEALED_ONE_WAY_ONLY("SimNetwork", "wire(known(one), known(other)).cut(false);", ""),
        /// A cancelled receive leaves its read behind, which takes what comes later.
        BYTES_LOST_ON_CANCELLED_RECEIVE(
                "SimStream",
                "endpoint.host().network().agenda().await(event);",
                """
                try { endpoint.host().network().agenda().await(event); }
                catch (InterruptedException e) {
                    synchronized (world) {
                        endpoint.host().network().agenda().after(10_000_000, () -> {
                            try { endpoint.take(ByteBuffer.allocate(100)); }
                            catch (SocketException reset) { return; }
                        });
                    }
                    throw e;
                }
                """),
        BACKPRESSURE_IGNORED("ByteRing", "return capacity - size;", "return 1 << 24;"),
        CRASH_LEAVES_CONNECTIONS_OPEN(
                "SimHost", "endpoint.lose(\"host \" + name + \" crashed\");", ""),
        CRASH_LEAVES_LISTENERS_OPEN(
                "SimHost",
                "for (ListenQueue queue : allQueues()) {",
                "for (ListenQueue queue : allQueues().subList(0, 0)) {"),
        LOST_BYTES_NOT_SENT_AGAIN("Endpoint", "next = unacked;", ""),
        BYTES_TWICE("Endpoint", "long skip = received - offset;", "long skip = 0;"),
        END_BEFORE_THE_BYTES(
                "Endpoint", "if (fin && offset + data.length == received) {", "if (fin) {"),
        SILENCE_NEVER_GIVEN_UP("Endpoint", "now() - progressAt >= patience", "patience < 0");

        private final String file;
        private final String original;
        private final String changed;

        Mutant(String file, String original, String changed) {
            this.file = file;
            this.original = original;
            this.changed = changed;
        }

        /// Compiles the changed source into `folder`.
        void compileInto(Path folder) throws IOException {
            String source = Files.readString(SOURCES.resolve(file + ".java"));
            assertThat(source).as("the line that %s changes", this).contains(original);
            Path changedFile = folder.resolve(file + ".java");
            Files.writeString(changedFile, source.replace(original, changed));
            int code =
                    ToolProvider.getSystemJavaCompiler()
                            .run(
                                    null,
                                    null,
                                    null,
                                    "-proc:none",
                                    "-nowarn",
                                    "-d",
                                    folder.toString(),
                                    "-cp",
                                    System.getProperty("java.class.path"),
                                    changedFile.toString());
            assertThat(code).as("compiling %s", this).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyMistakeIsCaughtWithinTwoHundredSeedsAndNoMistakeIsNot(
            Mutant mutant, @TempDir Path folder) throws Exception {
        mutant.compileInto(folder);
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                folder + File.pathSeparator + System.getProperty("java.class.path"),
                                NetworkProgram.class.getName(),
                                "0",
                                "200")
                        .redirectErrorStream(true)
                        .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int code = process.waitFor();
        assertThat(code).as(out).isEqualTo(mutant == Mutant.NONE ? 0 : 1);
        assertThat(out.lines().filter(line -> line.startsWith("caught")))
                .as(out)
                .hasSize(mutant == Mutant.NONE ? 0 : 1);
    }
}
