package io.ipfskit.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// One command run in this process, with what it wrote.
record Run(int code, @SuppressWarnings("ArrayRecordComponent") byte[] bytes, String err) {

    static Run of(String... arguments) {
        return with(new byte[0], arguments);
    }

    static Run with(byte[] stdin, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Terminal terminal =
                new Terminal(
                        new ByteArrayInputStream(stdin),
                        new PrintStream(out, false, StandardCharsets.UTF_8),
                        Channels.newChannel(out),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        false);
        int code = Main.run(terminal, arguments);
        terminal.out().flush();
        return new Run(code, out.toByteArray(), err.toString(StandardCharsets.UTF_8));
    }

    String out() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    List<String> lines() {
        return out().lines().toList();
    }
}
