package io.ipfskit.cli;

import io.ipfskit.kit.Catalog;
import io.ipfskit.kit.ops.CliOperations;
import io.ipfskit.operation.Operation;
import io.ipfskit.operation.Operation.Door;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/// All commands: those written by hand, and for every other operation one made from its declaration
/// ([OperationCommand]). A command written by hand takes the place of the one that would be made:
/// `pin add` is the command of `pin.add`.
final class Commands {
    private static final Map<String, Supplier<Object>> BY_HAND = new LinkedHashMap<>();

    static {
        BY_HAND.put("daemon", DaemonCommand::new);
        BY_HAND.put("shutdown", ShutdownCommand::new);
        BY_HAND.put("add", AddCommand::spec);
        BY_HAND.put("cat", CatCommand::spec);
        BY_HAND.put("get", GetCommand::spec);
        BY_HAND.put("ls", LsCommand::spec);
        BY_HAND.put("stat", StatCommand::spec);
        BY_HAND.put("files", FilesCommands::new);
        BY_HAND.put("pin", PinCommands::new);
        BY_HAND.put("block", BlockCommands::new);
        BY_HAND.put("cid", CidCommands::new);
        BY_HAND.put("id", IdCommand::spec);
        BY_HAND.put("repo", RepoCommands::new);
        BY_HAND.put("config", ConfigCommands::new);
        BY_HAND.put("runtime", RuntimeCommands::new);
        BY_HAND.put("mcp", McpCommand::new);
        BY_HAND.put("version", VersionCommand::spec);
        BY_HAND.put("completion", CompletionCommand::new);
        BY_HAND.put("train", TrainCommand::new);
    }

    /// What the groups without a command by hand are about.
    private static final Map<String, String> GROUPS =
            Map.of(
                    "admin", "What runs on the node, and how it is.",
                    "cli", "The command line as data.",
                    "dag", "Nodes of any codec, and CAR archives.",
                    "filestore", "Blocks that are kept by reference to files and URLs.",
                    "telemetry", "The numbers of the node, and what watches them.",
                    "grafana", "Files for Grafana and Prometheus.");

    /// The options of every command that take the next word.
    private static final Set<String> WITH_VALUE =
            Set.of("--config", "--data-dir", "--api", "--backend", "--timeout");

    private Commands() {}

    /// The parser of all commands.
    static CommandLine all() {
        CommandLine root = new CommandLine(Globals.spec());
        BY_HAND.forEach((name, command) -> addByHand(root, name, command));
        addOperations(root, null);
        return root;
    }

    /// A parser that is enough for `arguments`: looking at all commands, and at the declarations of
    /// all operations, costs more than most commands take, so only what is asked for is made.
    static CommandLine enoughFor(String[] arguments) {
        List<String> words = words(arguments);
        if (words.isEmpty()) {
            return all();
        }
        String first = words.getFirst();
        CommandLine root = new CommandLine(Globals.spec());
        Supplier<Object> byHand = BY_HAND.get(first);
        if (byHand == null) {
            addOperations(root, first);
            return root.getSubcommands().isEmpty() ? all() : root;
        }
        CommandLine command = addByHand(root, first, byHand);
        boolean isLeaf = command.getSubcommands().isEmpty();
        boolean isKnown = words.size() > 1 && command.getSubcommands().containsKey(words.get(1));
        boolean isComplete =
                words.size() == 1 && command.getCommandSpec().userObject() instanceof Command;
        if (!isLeaf && !isKnown && !isComplete) {
            addOperations(root, first);
        }
        return root;
    }

    private static CommandLine addByHand(CommandLine root, String name, Supplier<Object> command) {
        CommandLine added = new CommandLine(command.get());
        root.addSubcommand(name, added);
        if (name.equals("daemon")) {
            added.addSubcommand(CommandSpec.forAnnotatedObject(new ShutdownCommand()).name("stop"));
        }
        return added;
    }

    /// The command and subcommand that `arguments` seem to name.
    private static List<String> words(String[] arguments) {
        List<String> words = new ArrayList<>();
        for (int i = 0; i < arguments.length && words.size() < 2; i++) {
            if (WITH_VALUE.contains(arguments[i])) {
                i++;
            } else if (!arguments[i].startsWith("-")) {
                words.add(arguments[i]);
            }
        }
        return words;
    }

    /// Adds a command for each operation that has none.
    ///
    /// @param only the first word of the commands wanted, or null for all
    private static void addOperations(CommandLine root, @Nullable String only) {
        for (Operation<?, ?> operation : Catalog.all()) {
            List<String> path = path(operation);
            if (operation.exemptions().containsKey(Door.CLI)
                    || (only != null && !path.getFirst().equals(only))) {
                continue;
            }
            CommandLine at = root;
            for (String group : path.subList(0, path.size() - 1)) {
                CommandLine below = at.getSubcommands().get(group);
                if (below == null) {
                    below = new CommandLine(group(group));
                    at.addSubcommand(group, below);
                }
                at = below;
            }
            if (!at.getSubcommands().containsKey(path.getLast())) {
                at.addSubcommand(path.getLast(), OperationCommand.spec(operation));
            }
        }
    }

    /// The words of an operation's command.
    static List<String> path(Operation<?, ?> operation) {
        return CliOperations.words(operation);
    }

    private static CommandSpec group(String name) {
        CommandSpec spec = CommandSpec.wrapWithoutInspection(new Object());
        spec.usageMessage()
                .description(GROUPS.getOrDefault(name, "Operations of the group " + name + "."))
                .synopsisSubcommandLabel("COMMAND");
        return spec;
    }
}
