package io.ipfskit.cli;

import io.ipfskit.anyio.Blocking;
import io.ipfskit.anyio.OnCancel;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// Commands that take something away need a yes: `--yes`, or the answer of a person at a terminal.
final class Confirmation {
    /// Exit code when there was no yes.
    static final int MISSING = 3;

    private static final int ANSWER_MAX = 80;

    private Confirmation() {}

    /// Returns when the user said yes.
    ///
    /// @param what says what would be done
    /// @throws Missing when there was none; nothing was changed
    static void require(Terminal terminal, Globals globals, String what)
            throws InterruptedException {
        if (globals.yes) {
            return;
        }
        if (!terminal.interactive()) {
            throw new Missing(what + " needs confirmation: say --yes");
        }
        terminal.err().print(what + "? [y/N] ");
        terminal.err().flush();
        String answer;
        try {
            answer = Blocking.call(() -> readLine(terminal.in()), OnCancel.ABANDON);
        } catch (IOException unreadable) {
            throw new Missing(what + ": no answer, " + unreadable.getMessage());
        }
        switch (answer.strip().toLowerCase(Locale.ROOT)) {
            case "y", "yes" -> {}
            default -> throw new Missing("nothing was changed");
        }
    }

    /// One line, and not a byte more.
    private static String readLine(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b >= 0 && b != '\n' && line.size() < ANSWER_MAX; b = in.read()) {
            line.write(b);
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    /// The user did not say yes.
    static final class Missing extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Missing(String message) {
            super(message);
        }
    }
}
