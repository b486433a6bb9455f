package io.ipfskit.cli;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

import java.nio.file.Path;

/// The root command with the options that every command takes.
@CommandLine.Command(
        name = "ipfs-kit",
        description = "Durable, content-addressed storage for people and AI agents.",
        synopsisSubcommandLabel = "COMMAND",
        sortOptions = false,
        usageHelpWidth = 100)
final class Globals implements Command.Plain {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description = "Configuration file (default: config.toml in the data directory).")
    @Nullable Path config;

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            scope = ScopeType.INHERIT,
            description = "Data directory (default: ~/.ipfs-kit).")
    @Nullable Path dataDir;

    @Option(
            names = "--api",
            paramLabel = "ADDR",
            scope = ScopeType.INHERIT,
            description = "Server to call: multiaddr, HOST:PORT or URL.")
    @Nullable String api;

    @Option(
            names = "--backend",
            paramLabel = "NAME",
            scope = ScopeType.INHERIT,
            description = "Backend to run on: threads, loop, platform (default: threads).")
    @Nullable String backend;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            scope = ScopeType.INHERIT,
            description = "Deadline: 90 (seconds), 1.5s, 10m.")
    @Nullable String timeout;

    @Option(names = "--json", scope = ScopeType.INHERIT, description = "One JSON object per line.")
    boolean json;

    @Option(
            names = "--quiet",
            scope = ScopeType.INHERIT,
            description = "No progress, bare results.")
    boolean quiet;

    @Option(names = "--verbose", scope = ScopeType.INHERIT, description = "Say more on stderr.")
    boolean verbose;

    @Option(names = "--no-color", scope = ScopeType.INHERIT, description = "No colours.")
    boolean noColor;

    @Option(
            names = "--debug",
            scope = ScopeType.INHERIT,
            description = "Details for developers, stack traces.")
    boolean debug;

    @Option(
            names = "--dry-run",
            scope = ScopeType.INHERIT,
            description = "Say what would be done, change nothing.")
    boolean dryRun;

    @Option(
            names = "--yes",
            scope = ScopeType.INHERIT,
            description = "Do what takes something away without asking.")
    boolean yes;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show this help.")
    boolean help;

    @Option(names = "--version", description = "Show the version.")
    boolean version;

    @Override
    public int run(Terminal terminal, Globals globals) throws Exception {
        if (version) {
            return new VersionCommand().run(terminal, globals);
        }
        terminal.err().println(Commands.all().getUsageMessage());
        return Main.USAGE;
    }
}
