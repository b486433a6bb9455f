package io.ipfskit.anyio;

import static io.ipfskit.anyio.Runs.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipfskit.anyiotesting.BackendTest;

import org.junit.jupiter.api.io.TempDir;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/// Subprocesses: their streams, their end, and that nothing of them is left. The leak check of the
/// test kit looks for processes and threads after each run.
class ProcessesTest {
    @BackendTest(sim = false)
    void aProcessRunsToItsEndWithInputOutputAndExitCode(@TempDir Path folder) throws Exception {
        Processes.Result result =
                run(run ->
                        Processes.run(
                                sh("read line; echo \"$line $NAME in $PWD\"; echo bad >&2; exit 7")
                                        .withInput(bytes("hello\n"))
                                        .withEnvironment(Map.of("NAME", "world"))
                                        .in(folder)));
        assertThat(result.exitCode()).isEqualTo(7);
        assertThat(text(result.out())).isEqualTo("hello world in " + folder + "\n");
        assertThat(text(result.err())).isEqualTo("bad\n");
    }

    @BackendTest(sim = false)
    void whatMayBeSecretIsNotShown() throws Exception {
        Command command =
                Command.of("program", "argument-4711")
                        .withEnvironment(Map.of("TOKEN", "value-4711"))
                        .withInput(bytes("input-4711"));
        run(run -> {
            assertThat(command).asString().contains("program", "TOKEN").doesNotContain("4711");
            return 0;
        });
    }

    @BackendTest(sim = false)
    void outputLargerThanAnyPipeIsCollectedFromBothStreams() throws Exception {
        Processes.Result result =
                run(run ->
                        Processes.run(
                                sh("head -c 1000000 /dev/zero; head -c 1000000 /dev/zero >&2")));
        assertThat(result.out()).hasSize(1_000_000);
        assertThat(result.err()).hasSize(1_000_000);
    }

    @BackendTest(sim = false)
    void moreOutputThanAllowedEndsTheProcess() throws Exception {
        run(run -> {
            assertThatThrownBy(() -> Processes.run(sh("yes").withOutputMax(100_000)))
                    .isInstanceOf(ProcessOutputTooLong.class)
                    .hasMessageContaining("100000 bytes");
            assertThat(run.statistics().processes()).isZero();
            return 0;
        });
    }

    @BackendTest(sim = false)
    void aProgramThatDoesNotExistIsToldByName() throws Exception {
        run(run -> {
            assertThatThrownBy(() -> Processes.run(Command.of("no-such-program-here")))
                    .isInstanceOf(FileNotFoundException.class)
                    .hasMessageContaining("no-such-program-here");
            assertThatThrownBy(() -> Processes.run(Command.of("/no/such/program")))
                    .isInstanceOf(FileNotFoundException.class);
            return 0;
        });
    }

    @BackendTest(sim = false)
    void aDeadlineEndsTheProcessAndWhatItStarted() throws Exception {
        long[] pids = new long[2];
        run(run -> {
            assertThatThrownBy(() ->
                            CancelScope.failAfter(
                                    Duration.ofMillis(200),
                                    _ ->
                                            Processes.open(
                                                    sh("sleep 1000 & echo $!; wait"),
                                                    child -> {
                                                        pids[0] = child.pid();
                                                        pids[1] = number(child.stdout().receive());
                                                        return child.waitFor();
                                                    })))
                    .isInstanceOf(TimeoutException.class);
            return 0;
        });
        awaitGone(pids[0]);
        awaitGone(pids[1]);
    }

    @BackendTest(sim = false)
    void aProcessThatIgnoresTheRequestToEndIsKilledAfterItsGrace() throws Exception {
        int exitCode =
                run(run -> {
                    ChildProcess[] kept = new ChildProcess[1];
                    CancelScope.run(scope ->
                            Processes.open(
                                    sh("trap '' TERM; echo ready; while :; do sleep 1; done")
                                            .withGrace(Duration.ofMillis(50)),
                                    child -> {
                                        kept[0] = child;
                                        child.stdout().receive();
                                        scope.cancel("enough");
                                        return child.waitFor();
                                    }));
                    assertThat(kept[0].isAlive()).isFalse();
                    return kept[0].waitFor();
                });
        assertThat(exitCode).isEqualTo(128 + 9);
    }

    @BackendTest(sim = false)
    void aProcessThatEndsWhenAskedMayCleanUp() throws Exception {
        String last =
                run(run -> {
                    StringBuilder said = new StringBuilder();
                    int exitCode =
                            Processes.open(
                                    sh(
                                            "trap 'echo bye; exit 3' TERM; echo ready;"
                                                    + " while :; do sleep 0.05; done"),
                                    child -> {
                                        child.stdout().receive();
                                        child.terminate();
                                        child.stdout().forEach(chunk -> said.append(text(chunk)));
                                        return child.waitFor();
                                    });
                    return said.toString().strip() + " " + exitCode;
                });
        assertThat(last).isEqualTo("bye 3");
    }

    @BackendTest(sim = false)
    void leavingTheBodyEndsAProcessThatStillRunsAndNobodyReads() throws Exception {
        long pid =
                run(run ->
                        Processes.open(
                                sh("yes"),
                                child -> {
                                    child.stdout().receive(); // and never again: its pipe is full
                                    return child.pid();
                                }));
        awaitGone(pid);
    }

    @BackendTest(sim = false)
    void aProcessWritesToNowhereOnceItsOutputIsClosed() throws Exception {
        int exitCode =
                run(run ->
                        Processes.open(
                                sh("head -c 1000000 /dev/zero; exit 5"),
                                child -> {
                                    child.stdout().close();
                                    return child.waitFor();
                                }));
        assertThat(exitCode).isEqualTo(5);
    }

    @BackendTest(sim = false)
    void inputAndOutputGoOnSideBySide() throws Exception {
        String answers =
                run(run ->
                        Processes.open(
                                Command.of("cat"),
                                child -> {
                                    StringBuilder all = new StringBuilder();
                                    for (int i = 0; i < 3; i++) {
                                        child.stdin().send(bytes("line " + i + "\n"));
                                        all.append(text(child.stdout().receive()));
                                    }
                                    child.stdin().close();
                                    return all + "" + child.waitFor();
                                }));
        assertThat(answers).isEqualTo("line 0\nline 1\nline 2\n0");
    }

    @BackendTest(sim = false)
    void inputToAProcessThatReadsNoMoreIsBroken() throws Exception {
        run(run ->
                Processes.open(
                        sh("exec <&-; sleep 1000"),
                        child -> {
                            assertThatThrownBy(
                                            () -> {
                                                while (true) {
                                                    child.stdin().send(new byte[100_000]);
                                                }
                                            })
                                    .isInstanceOf(BrokenResource.class);
                            return 0;
                        }));
    }

    @BackendTest(sim = false)
    void whatAProcessLeavesBehindDiesWithItAndDoesNotHoldUpTheResult() throws Exception {
        Processes.Result result = run(run -> Processes.run(sh("sleep 1000 & echo $!")));
        assertThat(result.exitCode()).isZero();
        awaitGone(number(result.out()));
    }

    @BackendTest(sim = false)
    void manyProcessesCancelledTogetherLeaveNone() throws Exception {
        run(run -> {
            Outcome<Integer> outcome =
                    CancelScope.moveOnAfter(
                            Duration.ofMillis(300),
                            _ ->
                                    TaskGroup.open(group -> {
                                        for (int i = 0; i < 8; i++) {
                                            group.fork(() -> Processes.run(sh("sleep 1000")));
                                        }
                                        return 0;
                                    }));
            assertThat(outcome.isCancelled()).isTrue();
            assertThat(run.statistics().processes()).isZero();
            return 0;
        });
        assertThat(ProcessHandle.current().children().filter(ProcessHandle::isAlive)).isEmpty();
    }

    @BackendTest(backends = "sim")
    void aSimulationStartsNoProcesses() throws Exception {
        run(run -> {
            assertThatThrownBy(() -> Processes.run(Command.of("true")))
                    .isInstanceOf(UnsupportedOperationException.class)
                    .hasMessageContaining("'sim' starts no processes");
            return 0;
        });
    }

    private static Command sh(String script) {
        return Command.of("sh", "-c", script);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static long number(byte[] line) {
        return Long.parseLong(text(line).strip());
    }

    /// A killed process of which this one is not the parent may be seen for a moment longer, and as
    /// a zombie for as long as its new parent likes.
    private static void awaitGone(long pid) throws IOException {
        while (ProcessHandle.of(pid).isPresent() && !isZombie(pid)) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    private static boolean isZombie(long pid) throws IOException {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            return stat.charAt(stat.lastIndexOf(')') + 2) == 'Z';
        } catch (NoSuchFileException gone) {
            return false;
        }
    }
}
