package io.ipfskit.anyio;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import javax.tools.ToolProvider;

/// The random programs bite: the kernel with one mistake in it, compiled anew from its source, is
/// caught within 200 seeds, and without a mistake it is not.
class MutantsTest {
    private static final Path SOURCES = Path.of("..", "anyio", "src", "main", "java");

    /// A mistake, as a replacement in one source file.
    @SuppressWarnings("StringConcatToTextBlock") // line ends are part of what is replaced
    enum Mutant {
        /// The control: the source as it is.
        NONE("Semaphore", "permits--;", "permits--;"),
        /// An item handed to a receiver that is cancelled before it goes on is dropped.
        ITEM_DROPPED_ON_CANCEL(
                "ChannelCore",
                "waiter.await(\"channel receive\", this);",
                "waiter.await(\"channel receive\", this); task.throwIfCancelled();"),
        /// A permit goes back to the heap and to a waiter.
        PERMIT_RELEASED_TWICE(
                "Semaphore",
                "        Waiter next = waiters.poll();\n",
                "        if (permits < permitsMax) permits++;\n"
                        + "        Waiter next = waiters.poll();\n"),
        /// A signal given to a waiter that is cancelled before it goes on reaches nobody.
        NOTIFICATION_LOST(
                "Condition",
                "waiter.await(\"condition\", this);",
                "waiter.await(\"condition\", this); task.throwIfCancelled();"),
        /// A task whose scope was cancelled before it ran runs its body.
        CANCELLATION_NOT_READ_AT_START(
                "Task",
                "            throwIfCancelled();\n            value =",
                "            value ="),
        /// Outer cancellations are visible through shields.
        SHIELD_IGNORED(
                "ScopeChain",
                "if (s.isShielded()) {",
                "if (s.isShielded() && s.parent() == null) {"),
        /// A cancelled waiter stays in its queue, and takes what is meant for another.
        WAITER_NOT_REMOVED_ON_CANCEL(
                "Waiter",
                "queue.remove(this);\n                    }\n                    if (origin",
                "}\n                    if (origin");

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
            Path relative = Path.of("io", "ipfskit", "anyio", file + ".java");
            String source = Files.readString(SOURCES.resolve(relative));
            assertThat(source).as("the line that %s changes", this).contains(original);
            Path changedFile = folder.resolve("source").resolve(relative);
            Files.createDirectories(changedFile.getParent());
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
                                RandomProgram.class.getName(),
                                "0",
                                "200")
                        .redirectErrorStream(true)
                        .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int code = process.waitFor();
        List<String> lines = out.lines().filter(line -> line.startsWith("caught")).toList();
        assertThat(code).as(out).isEqualTo(mutant == Mutant.NONE ? 0 : 1);
        assertThat(lines).as(out).hasSize(mutant == Mutant.NONE ? 0 : 1);
    }
}
