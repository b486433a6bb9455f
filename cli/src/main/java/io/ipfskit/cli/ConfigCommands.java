package io.ipfskit.cli;

import io.ipfskit.kit.config.Config;
import io.ipfskit.kit.config.Key;
import io.ipfskit.kit.json.Json;
import io.ipfskit.kit.life.StartRefused;
import io.ipfskit.kit.ops.ConfigOperations.Checked;
import io.ipfskit.kit.ops.ConfigOperations.Item;

import picocli.CommandLine;
import picocli.CommandLine.Option;

import java.util.List;

/// `ipfs-kit config`: what this command line, environment and file make together. Needs no node.
@CommandLine.Command(
        name = "config",
        description = "Show and check the configuration.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {ConfigCommands.Show.class, ConfigCommands.Check.class})
final class ConfigCommands {
    /// `ipfs-kit config show`.
    @CommandLine.Command(
            name = "show",
            description = "Show the configuration in force.",
            sortOptions = false)
    static final class Show implements Command.Plain {
        @Option(names = "--origin", description = "Say where each value came from.")
        boolean origin;

        @Override
        public int run(Terminal terminal, Globals globals) throws Exception {
            Config config = Nodes.configuration(globals);
            for (Config.Entry entry : config.entries()) {
                if (globals.json) {
                    Key key = Key.find(entry.key());
                    terminal.out()
                            .println(
                                    Json.standard()
                                            .write(
                                                    new Item(
                                                            entry.key(),
                                                            entry.value(),
                                                            entry.origin(),
                                                            key == null ? "" : key.summary())));
                } else {
                    terminal.out()
                            .println(
                                    entry.key()
                                            + " = "
                                            + Text.name(entry.value())
                                            + (origin
                                                    ? "  (" + Text.name(entry.origin()) + ")"
                                                    : ""));
                }
            }
            return 0;
        }
    }

    /// `ipfs-kit config check`.
    @CommandLine.Command(
            name = "check",
            description = "Say what is wrong with the configuration.",
            sortOptions = false)
    static final class Check implements Command.Plain {
        @Override
        public int run(Terminal terminal, Globals globals) throws Exception {
            Config config;
            try {
                config = Nodes.configuration(globals);
                config.requireServable();
            } catch (StartRefused refused) {
                if (globals.json) {
                    terminal.out()
                            .println(Json.standard().write(new Checked(false, refused.problems())));
                } else {
                    refused.problems()
                            .forEach(problem -> terminal.out().println(Text.name(problem)));
                    terminal.say(
                            refused.problems().size() == 1
                                    ? "the configuration has a problem"
                                    : "the configuration has "
                                            + refused.problems().size()
                                            + " problems");
                }
                return refused.exitCode();
            }
            if (globals.json) {
                terminal.out().println(Json.standard().write(new Checked(true, List.of())));
            } else {
                terminal.out()
                        .println(
                                "nothing is wrong"
                                        + (config.file() == null
                                                ? "; there is no configuration file"
                                                : " with " + config.file()));
            }
            return 0;
        }
    }
}
