package io.ipfskit.cli;

import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/// `ipfs-kit` at the terminal.
public final class Main {
    /// Exit code of a command line that is wrong.
    static final int USAGE = 2;

    private static final Map<String, Supplier<Object>> COMMANDS = new LinkedHashMap<>();

    static {
        COMMANDS.put("daemon", DaemonCommand::new);
        COMMANDS.put("shutdown", ShutdownCommand::new);
        COMMANDS.put("add", AddCommand::new);
        COMMANDS.put("cat", CatCommand::new);
        COMMANDS.put("get", GetCommand::new);
        COMMANDS.put("ls", LsCommand::new);
        COMMANDS.put("stat", StatCommand::new);
        COMMANDS.put("pin", PinCommands::new);
        COMMANDS.put("id", IdCommand::new);
        COMMANDS.put("repo", RepoCommands::new);
        COMMANDS.put("config", ConfigCommands::new);
        COMMANDS.put("runtime", RuntimeCommands::new);
        COMMANDS.put("mcp", McpCommand::new);
        COMMANDS.put("version", VersionCommand::new);
        COMMANDS.put("completion", CompletionCommand::new);
        COMMANDS.put("train", TrainCommand::new);
    }

    private Main() {}

    /// Runs one command and ends the process with its exit code.
    public static void main(String[] arguments) {
        byte[] help = HelpPages.find(arguments);
        if (help != null) {
            System.out.writeBytes(help);
            System.out.flush();
            System.exit(0);
        }
        Terminal terminal = Terminal.ofProcess();
        int code = run(terminal, arguments);
        terminal.out().flush();
        terminal.err().flush();
        System.exit(code);
    }

    /// Runs one command and returns its exit code.
    static int run(Terminal terminal, String... arguments) {
        CommandLine commandLine = commandLine(arguments);
        ParseResult parsed;
        try {
            parsed = commandLine.parseArgs(arguments);
        } catch (ParameterException wrong) {
            terminal.say(String.valueOf(wrong.getMessage()));
            CommandLine at = wrong.getCommandLine();
            if (wrong instanceof CommandLine.UnmatchedArgumentException unmatched) {
                var suggestions = unmatched.getSuggestions();
                if (!suggestions.isEmpty()) {
                    terminal.say("did you mean: " + String.join(", ", suggestions) + "?");
                }
            }
            terminal.say("see: " + at.getCommandSpec().qualifiedName() + " --help");
            return USAGE;
        }
        for (ParseResult level = parsed; level != null; level = level.subcommand()) {
            if (level.isUsageHelpRequested()) {
                CommandLine at = level.commandSpec().commandLine();
                at.usage(new PrintWriter(terminal.out(), false, StandardCharsets.UTF_8), Ansi.OFF);
                terminal.out().flush();
                return 0;
            }
        }
        ParseResult last = parsed;
        while (last.subcommand() != null) {
            last = last.subcommand();
        }
        Globals globals = (Globals) commandLine.getCommandSpec().userObject();
        Object chosen = last.commandSpec().userObject();
        try {
            return switch (chosen) {
                case Command.Plain plain -> plain.run(terminal, globals);
                case Command.OnNode onNode ->
                        Nodes.run(last.commandSpec().name(), onNode, terminal, globals);
                default -> {
                    terminal.say("name a subcommand of " + last.commandSpec().qualifiedName());
                    terminal.err()
                            .println(last.commandSpec().commandLine().getUsageMessage(Ansi.OFF));
                    yield USAGE;
                }
            };
        } catch (Exception failed) {
            return ExitCodes.of(failed, terminal, globals);
        } finally {
            terminal.out().flush();
        }
    }

    /// The parser of all commands.
    static CommandLine commandLine() {
        CommandLine commandLine = new CommandLine(new Globals());
        COMMANDS.forEach((name, command) -> commandLine.addSubcommand(name, command.get()));
        return commandLine;
    }

    /// A parser that is enough for `arguments`: looking at all commands costs more than most of
    /// them take, so where one stands first, only that one is made.
    private static CommandLine commandLine(String[] arguments) {
        Supplier<Object> only = arguments.length == 0 ? null : COMMANDS.get(arguments[0]);
        if (only == null) {
            return commandLine();
        }
        CommandLine commandLine = new CommandLine(new Globals());
        commandLine.addSubcommand(arguments[0], only.get());
        return commandLine;
    }
}
