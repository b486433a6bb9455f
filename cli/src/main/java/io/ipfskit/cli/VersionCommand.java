package io.ipfskit.cli;

import io.ipfskit.kit.BuildInfo;

import picocli.CommandLine.Model.CommandSpec;

import java.util.LinkedHashMap;
import java.util.Map;

/// `ipfs-kit version`: of this program, not of a server.
final class VersionCommand implements Command.Plain {
    boolean number;

    /// How it is written.
    static CommandSpec spec() {
        VersionCommand it = new VersionCommand();
        return Syntax.of(it, "version", "Show the version of this program.")
                .flag(v -> it.number = v, "The number only.", "-n", "--number")
                .spec();
    }

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
