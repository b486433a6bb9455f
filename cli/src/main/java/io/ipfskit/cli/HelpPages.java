package io.ipfskit.cli;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// Help of every command as text files beside the jar, written by the build from the commands
/// themselves. `--help` then costs no more than starting Java: the parser is not even loaded.
final class HelpPages {
    private static final String FOLDER = "help";

    private HelpPages() {}

    /// The page that exactly these arguments ask for, or null when there is none and the parser has
    /// to look.
    static byte @Nullable [] find(String[] arguments) {
        int words = arguments.length - 1;
        if (words < 0 || words > 2) {
            return null;
        }
        String last = arguments[words];
        if (!last.equals("--help") && !last.equals("-h")) {
            return null;
        }
        StringBuilder name = new StringBuilder("ipfs-kit");
        for (int i = 0; i < words; i++) {
            String word = arguments[i];
            for (int c = 0; c < word.length(); c++) {
                char letter = word.charAt(c);
                boolean plain = (letter >= 'a' && letter <= 'z') || (letter == '-' && c > 0);
                if (!plain) {
                    return null;
                }
            }
            name.append('-').append(word);
        }
        Path folder = folder();
        try {
            return folder == null ? null : Files.readAllBytes(folder.resolve(name + ".txt"));
        } catch (IOException none) {
            return null;
        }
    }

    /// Writes the pages of all commands.
    static void write() throws IOException {
        Path folder = folder();
        if (folder != null) {
            Files.createDirectories(folder);
            write(folder, "ipfs-kit", Commands.all());
        }
    }

    private static void write(Path folder, String name, CommandLine command) throws IOException {
        Files.writeString(
                folder.resolve(name + ".txt"),
                command.getUsageMessage(Ansi.OFF),
                StandardCharsets.UTF_8);
        for (var below : command.getSubcommands().entrySet()) {
            write(folder, name + "-" + below.getKey(), below.getValue());
        }
    }

    /// The folder beside the jar that was started with `java -jar`, or null when none was.
    private static @Nullable Path folder() {
        String jar = System.getProperty("java.class.path", "");
        return jar.endsWith("ipfs-kit.jar") && jar.indexOf(java.io.File.pathSeparatorChar) < 0
                ? Path.of(jar).toAbsolutePath().resolveSibling(FOLDER)
                : null;
    }
}
