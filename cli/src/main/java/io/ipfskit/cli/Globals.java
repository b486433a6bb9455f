package io.ipfskit.cli;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Model.CommandSpec;

import java.nio.file.Path;

/// The root command with the options that every command takes.
final class Globals implements Command.Plain {
    @Nullable Path config;
    @Nullable Path dataDir;
    @Nullable String api;
    @Nullable String backend;
    @Nullable String timeout;
    boolean json;
    boolean quiet;
    boolean verbose;
    boolean noColor;
    boolean debug;
    boolean dryRun;
    boolean yes;
    boolean help;
    boolean version;

    /// The root command.
    static CommandSpec spec() {
        Globals it = new Globals();
        Syntax syntax =
                Syntax.of(
                        it,
                        "ipfs-kit",
                        "Durable, content-addressed storage for people and AI agents.");
        syntax.spec().usageMessage().synopsisSubcommandLabel("COMMAND").width(100);
        return syntax.everywhere()
                .option(
                        Path.class,
                        v -> it.config = v,
                        "FILE",
                        "Configuration file (default: config.toml in the data directory).",
                        "--config")
                .option(
                        Path.class,
                        v -> it.dataDir = v,
                        "DIR",
                        "Data directory (default: ~/.ipfs-kit).",
                        "--data-dir")
                .option(
                        String.class,
                        v -> it.api = v,
                        "ADDR",
                        "Server to call: multiaddr, HOST:PORT or URL.",
                        "--api")
                .option(
                        String.class,
                        v -> it.backend = v,
                        "NAME",
                        "Backend to run on: threads, loop, platform (default: threads).",
                        "--backend")
                .option(
                        String.class,
                        v -> it.timeout = v,
                        "TIME",
                        "Deadline: 90 (seconds), 1.5s, 10m.",
                        "--timeout")
                .flag(v -> it.json = v, "One JSON object per line.", "--json")
                .flag(v -> it.quiet = v, "No progress, bare results.", "--quiet")
                .flag(v -> it.verbose = v, "Say more on stderr.", "--verbose")
                .flag(v -> it.noColor = v, "No colours.", "--no-color")
                .flag(v -> it.debug = v, "Details for developers, stack traces.", "--debug")
                .flag(v -> it.dryRun = v, "Say what would be done, change nothing.", "--dry-run")
                .flag(v -> it.yes = v, "Do what takes something away without asking.", "--yes")
                .help(v -> it.help = v, "Show this help.", "-h", "--help")
                .here()
                .flag(v -> it.version = v, "Show the version.", "--version")
                .spec();
    }

    @Override
    public int run(Terminal terminal, Globals globals) throws Exception {
        if (version) {
            return new VersionCommand().run(terminal, globals);
        }
        terminal.err().println(Commands.all().getUsageMessage());
        return Main.USAGE;
    }
}
