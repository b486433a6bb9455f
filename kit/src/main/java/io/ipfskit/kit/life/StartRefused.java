package io.ipfskit.kit.life;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// Why a node did not start: one reason class with its exit code, and all problems found.
public final class StartRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// The classes of reasons, with the exit code of `daemon` for each.
    public enum Reason {
        /// The command line, an unknown backend, or `sim`.
        USAGE(2),
        /// The configuration.
        CONFIGURATION(4),
        /// Another process owns the data directory.
        DATA_IN_USE(6),
        /// A port is taken.
        PORT_IN_USE(7),
        /// Identity or log are damaged.
        DAMAGED(8),
        /// The data directory cannot be written.
        NOT_WRITABLE(9),
        /// The data directory is of a newer version.
        NEWER_DATA(12),
        /// Anything else.
        OTHER(1);

        private final int exitCode;

        Reason(int exitCode) {
            this.exitCode = exitCode;
        }

        /// The exit code of `daemon`.
        public int exitCode() {
            return exitCode;
        }
    }

    private final Reason reason;
    private final List<String> problems;

    /// One problem.
    public StartRefused(Reason reason, String problem) {
        this(reason, List.of(problem), null);
    }

    /// One problem and what caused it.
    public StartRefused(Reason reason, String problem, Throwable cause) {
        this(reason, List.of(problem), cause);
    }

    /// Several problems.
    public StartRefused(Reason reason, List<String> problems, @Nullable Throwable cause) {
        super(String.join("\n", problems), cause);
        this.reason = reason;
        this.problems = List.copyOf(problems);
    }

    /// The class of the reason.
    public Reason reason() {
        return reason;
    }

    /// The exit code of `daemon` for it.
    public int exitCode() {
        return reason.exitCode();
    }

    /// Each problem: what, where, and what to do.
    public List<String> problems() {
        return problems;
    }
}
