package io.ipfskit.cli;

import io.ipfskit.kit.BuildInfo;

import picocli.CommandLine;
import picocli.CommandLine.Option;

import java.util.LinkedHashMap;
import java.util.Map;

/// `ipfs-kit version`: of this program, not of a server.
@CommandLine.Command(
        name = "version",
        description = "Show the version of this program.",
        sortOptions = false)
final class VersionCommand implements Command.Plain {
    @Option(
            names = {"-n", "--number"},
            description = "The number only.")
    boolean number;

    @Override
    public int run(Terminal terminal, Globals globals) {
        BuildInfo build = BuildInfo.CURRENT;
        if (globals.json) {
            Map<String, Object> version = new LinkedHashMap<>();
            version.put("version", build.version());
            if (build.commit() != null) {
                version.put("commit", build.commit());
            }
            version.put("java", Runtime.version().toString());
            terminal.out().println(io.ipfskit.kit.json.Json.standard().write(version));
        } else if (number) {
            terminal.out().println(build.version());
        } else {
            terminal.out()
                    .println(
                            "ipfs-kit version "
                                    + build.version()
                                    + (build.commit() == null ? "" : " (" + build.commit() + ")")
                                    + " on Java "
                                    + Runtime.version());
        }
        return 0;
    }
}
