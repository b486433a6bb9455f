package io.ipfskit.cli;

import io.ipfskit.kit.json.Json;
import io.ipfskit.operation.ErrorCode;

import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/// `ipfs-kit` at the terminal.
public final class Main {
    /// Exit code of a command line that is wrong.
    static final int USAGE = 2;

    private Main() {}

    /// Runs one command and ends the process with its exit code.
    public static void main(String[] arguments) {
        byte[] help = HelpPages.find(arguments);
        if (help != null) {
            System.out.writeBytes(help);
            System.out.flush();
            System.exit(0);
        }
        prepare();
        Terminal terminal = Terminal.ofProcess();
        int code = run(terminal, arguments);
        boolean lost = terminal.out().checkError(); // flushes, too
        terminal.err().flush();
        System.exit(code == 0 && lost ? ErrorCode.INTERNAL.exitCode() : code);
    }

    /// Makes the JSON mapping on another core while this one reads the command line: it is the
    /// longest single step of a start, and nearly every command needs it.
    private static void prepare() {
        Thread.ofPlatform().daemon().name("prepare").start(Json::standard);
    }

    /// Runs one command and returns its exit code.
    static int run(Terminal terminal, String... arguments) {
        CommandLine commandLine = Commands.enoughFor(arguments);
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
        if (globals.dryRun && chosen instanceof Command command && !command.takesDryRun()) {
            terminal.say(
                    last.commandSpec().qualifiedName()
                            + " cannot be tried out: it has no --dry-run");
            return USAGE;
        }
        try {
            // Not a switch over types: making one takes the JVM 10 ms, at every start.
            if (chosen instanceof Command.Plain plain) {
                return plain.run(terminal, globals);
            }
            if (chosen instanceof Command.OnNode onNode) {
                return Nodes.run(last.commandSpec().name(), onNode, terminal, globals);
            }
            terminal.say("name a subcommand of " + last.commandSpec().qualifiedName());
            terminal.err().println(last.commandSpec().commandLine().getUsageMessage(Ansi.OFF));
            return USAGE;
        } catch (Exception failed) {
            return ExitCodes.of(failed, terminal, globals);
        } finally {
            terminal.out().flush();
        }
    }
}
