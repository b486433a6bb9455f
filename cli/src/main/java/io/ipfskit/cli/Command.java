package io.ipfskit.cli;

/// What a command of the terminal does once it is parsed. Returns the exit code.
sealed interface Command {
    /// Whether `--dry-run` may be given: the command changes nothing anyway, or can say what it
    /// would change.
    default boolean takesDryRun() {
        return true;
    }

    /// Needs no node: answers from this program alone.
    non-sealed interface Plain extends Command {
        int run(Terminal terminal, Globals globals) throws Exception;
    }

    /// Needs a node, running or opened for this command; runs as a task.
    non-sealed interface OnNode extends Command {
        int run(Session session) throws Exception;
    }
}
