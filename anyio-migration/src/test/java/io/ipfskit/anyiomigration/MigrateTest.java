package io.ipfskit.anyiomigration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipfskit.anyio.Blocking;
import io.ipfskit.anyiotesting.BackendTest;
import io.ipfskit.anyiotesting.TestKit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/// Each program of the package `before` becomes the one in `after`, and does the same there.
class MigrateTest {
    private static final Path SOURCES = Path.of("src/test/java/io/ipfskit/anyiomigration");
    private static final List<String> PROGRAMS = List.of("Jobs", "Pages", "Limits", "Line", "Beat");

    @TempDir Path temp;

    private Migrate.Result migrate(String... programs) throws IOException {
        for (String program : programs) {
            Files.copy(
                    SOURCES.resolve("before/" + program + ".java"),
                    temp.resolve(program + ".java"));
        }
        return new Migrate("").run(temp, true);
    }

    /// The imports in some order, then the rest without white space.
    private static List<String> normal(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        List<String> normal =
                lines.stream()
                        .filter(line -> line.startsWith("import "))
                        .sorted()
                        .collect(Collectors.toList());
        normal.add(
                lines.stream()
                        .filter(line -> !line.startsWith("import "))
                        .collect(Collectors.joining())
                        .replace("anyiomigration.before", "anyiomigration.after")
                        .replaceAll("\\s", ""));
        return normal;
    }

    @Test
    void everyProgramBecomesTheOneInAfterAndCompiles() throws Exception {
        Migrate.Result result = migrate(PROGRAMS.toArray(String[]::new));
        assertThat(result.errors()).isEmpty();
        assertThat(result.findings()).hasSize(13).allMatch(Migrate.Finding::isRewritten);
        for (String program : PROGRAMS) {
            assertThat(normal(temp.resolve(program + ".java")))
                    .isEqualTo(normal(SOURCES.resolve("after/" + program + ".java")));
        }
    }

    @Test
    void whatIsNotSafeIsReportedWithWhatToDoAndLeftAsItIs() throws Exception {
        Migrate.Result result = migrate("Kept");
        assertThat(result.errors()).isEmpty();
        assertThat(result.findings()).hasSize(9).noneMatch(Migrate.Finding::isRewritten);
        assertThat(result.findings().stream().map(Migrate.Finding::check).distinct()).hasSize(6);
        assertThat(temp.resolve("Kept.java"))
                .hasSameTextualContentAs(SOURCES.resolve("before/Kept.java"));
    }

    @Test
    void withoutApplyNothingIsChanged() throws Exception {
        Files.copy(SOURCES.resolve("before/Jobs.java"), temp.resolve("Jobs.java"));
        Migrate.Result result = new Migrate("").run(temp, false);
        assertThat(result.findings()).hasSize(6);
        assertThat(temp.resolve("Jobs.java"))
                .hasSameTextualContentAs(SOURCES.resolve("before/Jobs.java"));
    }

    // ---- before and after do the same ----

    @BackendTest
    void jobsOfAnExecutorAndTasksOfAGroupComeToTheSame() throws Exception {
        List<Integer> numbers = List.of(3, 1, 2);
        TestKit.run(run -> {
            assertThat(io.ipfskit.anyiomigration.after.Jobs.sum(3, 4)).isEqualTo(14);
            assertThat(io.ipfskit.anyiomigration.after.Jobs.squares(numbers))
                    .containsExactly(9, 1, 4);
            assertThat(io.ipfskit.anyiomigration.after.Jobs.count()).isEqualTo(3);
            assertThatThrownBy(io.ipfskit.anyiomigration.after.Jobs::fails)
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(IOException.class);
            return 0;
        });
        assertThat(io.ipfskit.anyiomigration.before.Jobs.sum(3, 4)).isEqualTo(14);
        assertThat(io.ipfskit.anyiomigration.before.Jobs.squares(numbers)).containsExactly(9, 1, 4);
        assertThat(io.ipfskit.anyiomigration.before.Jobs.count()).isEqualTo(3);
        assertThatThrownBy(io.ipfskit.anyiomigration.before.Jobs::fails)
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(IOException.class);
    }

    @BackendTest
    void allOfAndAGroupComeToTheSame() throws Exception {
        assertThat(
                        TestKit.<String, InterruptedException>run(
                                run -> io.ipfskit.anyiomigration.after.Pages.both("a", () -> "b")))
                .isEqualTo(io.ipfskit.anyiomigration.before.Pages.both("a", () -> "b"));
        assertThatThrownBy(() ->
                        TestKit.run(run ->
                                io.ipfskit.anyiomigration.after.Pages.both("a", MigrateTest::torn)))
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(IllegalStateException.class);
        assertThatThrownBy(
                        () -> io.ipfskit.anyiomigration.before.Pages.both("a", MigrateTest::torn))
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(IllegalStateException.class);
    }

    @BackendTest
    void aQueueWithAPillAndAChannelWithACloseComeToTheSame() throws Exception {
        List<String> words = List.of("one", "two", "three", "four", "five", "six");
        String joined = TestKit.run(run -> io.ipfskit.anyiomigration.after.Line.join(words));
        assertThat(joined).isEqualTo(io.ipfskit.anyiomigration.before.Line.join(words));
    }

    @BackendTest(sim = false)
    void aTimeLimitComesToTheSameWhetherItIsMetOrNot() throws Exception {
        TestKit.run(run -> {
            assertThat(io.ipfskit.anyiomigration.after.Limits.length("four")).isEqualTo(5);
            CountDownLatch gate = new CountDownLatch(1);
            assertThatThrownBy(() ->
                            io.ipfskit.anyiomigration.after.Limits.within(() -> late(gate), 5))
                    .isInstanceOf(CompletionException.class)
                    .hasCauseInstanceOf(TimeoutException.class);
            gate.countDown();
            return Blocking.<Integer, RuntimeException>call(() -> 0);
        });
        assertThat(io.ipfskit.anyiomigration.before.Limits.length("four")).isEqualTo(5);
        CountDownLatch gate = new CountDownLatch(1);
        assertThatThrownBy(
                        () -> io.ipfskit.anyiomigration.before.Limits.within(() -> late(gate), 5))
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(TimeoutException.class);
        gate.countDown();
    }

    /// The work itself waits as the JDK does, which only these backends give a thread for.
    @BackendTest(backends = {"threads", "platform"})
    void whatIsRepeatedIsRepeatedAsAService() throws Exception {
        TestKit.run(run -> {
            assertThat(io.ipfskit.anyiomigration.after.Beat.paused(new CountDownLatch(3))).isZero();
            assertThat(io.ipfskit.anyiomigration.after.Beat.steady(new CountDownLatch(3))).isZero();
            return 0;
        });
        assertThat(io.ipfskit.anyiomigration.before.Beat.paused(new CountDownLatch(3))).isZero();
        assertThat(io.ipfskit.anyiomigration.before.Beat.steady(new CountDownLatch(3))).isZero();
    }

    private static String torn() {
        throw new IllegalStateException("torn");
    }

    private static String late(CountDownLatch gate) {
        try {
            gate.await();
        } catch (InterruptedException told) {
            throw new IllegalStateException(told);
        }
        return "late";
    }
}
