package io.ipfskit.cli;

import io.ipfskit.kit.Catalog;
import io.ipfskit.kit.ops.DaemonOperations;
import io.ipfskit.operation.Operation;

import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/// Completes the command line with the operations that have no hand-written command.
final class OperationCommands {
    /// The group whose operations stand at the root.
    private static final String ROOT = "ipfs";

    private OperationCommands() {}

    /// Adds to `commandLine` every command that is missing.
    static void complete(CommandLine commandLine) {
        for (Operation<?, ?> operation : Catalog.all()) {
            complete(commandLine, operation);
        }
    }

    /// Adds to `commandLine` the missing commands that `word`, typed first, may mean.
    static void complete(CommandLine commandLine, String word) {
        for (Operation<?, ?> operation : Catalog.all()) {
            String first =
                    operation.group().equals(ROOT)
                            ? OperationCommand.nameOf(operation)
                            : operation.group();
            if (first.equals(word)) {
                complete(commandLine, operation);
            }
        }
    }

    private static void complete(CommandLine commandLine, Operation<?, ?> operation) {
        if (operation.exemptions().containsKey(Operation.Door.CLI)) {
            return;
        }
        String group = operation.group();
        CommandLine parent =
                group.equals(ROOT) ? commandLine : commandLine.getSubcommands().get(group);
        if (parent == null) {
            parent = new CommandLine(group(operation));
            commandLine.addSubcommand(group, parent);
        }
        String name = OperationCommand.nameOf(operation);
        if (!parent.getSubcommands().containsKey(name)) {
            // Stopping is of a running server only, and `shutdown` waits for its end.
            parent.addSubcommand(
                    name,
                    operation == DaemonOperations.STOP
                            ? new CommandLine(new ShutdownCommand()).setCommandName(name)
                            : new CommandLine(OperationCommand.of(operation)));
        }
    }

    private static CommandSpec group(Operation<?, ?> operation) {
        CommandSpec spec = CommandSpec.create().name(operation.group());
        spec.usageMessage()
                .description("Operations of group " + operation.group() + ".")
                .synopsisSubcommandLabel("COMMAND");
        return spec;
    }

    /// The words that are typed for `operation`.
    static String wordsOf(Operation<?, ?> operation) {
        String name = OperationCommand.nameOf(operation);
        return operation.group().equals(ROOT) ? name : operation.group() + " " + name;
    }
}
