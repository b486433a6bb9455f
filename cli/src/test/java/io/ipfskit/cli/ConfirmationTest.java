package io.ipfskit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// What takes something away needs a yes, and `--dry-run` changes nothing.
class ConfirmationTest {
    @TempDir Path folder;
    private String cid = "";

    @BeforeEach
    void addSomething() {
        cid = run("hello", "add", "-Q").out().strip();
        assertThat(pins()).isEqualTo(cid + "\n");
    }

    private Run run(String stdin, String... arguments) {
        String[] all = new String[arguments.length + 1];
        System.arraycopy(arguments, 0, all, 0, arguments.length);
        all[arguments.length] = "--data-dir=" + folder.resolve("data");
        return Run.with(stdin.getBytes(StandardCharsets.UTF_8), all);
    }

    private String pins() {
        return run("", "pin", "ls", "-q").out();
    }

    /// With a person at the terminal, who answers.
    private int atTerminal(String answer, String... arguments) {
        var out = new ByteArrayOutputStream();
        Terminal terminal =
                new Terminal(
                        new ByteArrayInputStream(answer.getBytes(StandardCharsets.UTF_8)),
                        new PrintStream(out, false, StandardCharsets.UTF_8),
                        Channels.newChannel(out),
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        true);
        return Main.run(terminal, arguments);
    }

    @Test
    void withoutATerminalYesMustBeSaid() {
        Run run = run("", "pin", "rm", cid);
        assertThat(run.code()).isEqualTo(3);
        assertThat(run.err()).contains(cid, "--yes");
        assertThat(pins()).isEqualTo(cid + "\n");
        assertThat(run("", "pin", "rm", "--yes", cid).out()).isEqualTo("unpinned " + cid + "\n");
        assertThat(pins()).isEmpty();
    }

    @Test
    void aPersonIsAsked() {
        String data = "--data-dir=" + folder.resolve("data");
        assertThat(atTerminal("n\n", "pin", "rm", cid, data)).isEqualTo(3);
        assertThat(atTerminal("", "pin", "rm", cid, data)).isEqualTo(3);
        assertThat(pins()).isEqualTo(cid + "\n");
        assertThat(atTerminal("y\n", "pin", "rm", cid, data)).isZero();
        assertThat(pins()).isEmpty();
    }

    @Test
    void aDryRunSaysWhatItWouldUnpinAndDoesNot() {
        Run run = run("", "pin", "rm", "--dry-run", cid);
        assertThat(run.out()).isEqualTo("would unpin " + cid + " (recursive)\n");
        assertThat(pins()).isEqualTo(cid + "\n");
    }

    @Test
    void aDryRunOfPinAddPinsNothing() {
        assertThat(run("", "pin", "rm", "--yes", cid).code()).isZero();
        assertThat(run("", "pin", "add", "--dry-run", cid).out())
                .isEqualTo("would pin " + cid + " (recursive)\n");
        assertThat(pins()).isEmpty();
    }

    @Test
    void aDryRunOfAddOnlyComputesTheCid() {
        String other = run("other", "add", "-Q", "--dry-run").out().strip();
        assertThat(other).startsWith("bafkrei");
        assertThat(run("", "stat", other).code()).isEqualTo(5);
    }

    @Test
    void aDryRunOfWhatCannotBeTriedOutIsAUsageError() {
        Run run = run("", "get", "--dry-run", cid);
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("ipfs-kit get", "--dry-run");
    }
}
