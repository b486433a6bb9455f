package io.ipfskit.anyiotesting;

import org.junit.jupiter.api.Assertions;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import javax.tools.ToolProvider;

/// A mistake in our own code, as a replacement in one source file: compiled anew and run in a JVM
/// of its own, to see whether a suite bites. No hook in the product is needed for it.
///
/// @param sources root of the sources, such as `src/main/java`
/// @param type the changed class, by its full name
/// @param original what is replaced; must be there
/// @param changed what it becomes; the same for the control
public record MutantSource(Path sources, String type, String original, String changed) {
    /// What the program said.
    ///
    /// @param exitCode its exit code
    /// @param output what it printed
    public record Ran(int exitCode, String output) {}

    /// Compiles the changed source into `folder` and runs a program on the class path of this JVM
    /// with the changed classes before it.
    ///
    /// @param folder an empty one
    /// @param program the class with the `main` method
    /// @throws IllegalStateException when the source does not contain the original, or does not
    ///   compile
    public Ran run(Path folder, Class<?> program, String... arguments)
            throws IOException, InterruptedException {
        compileInto(folder);
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-XX:TieredStopAtLevel=1");
        command.add("-XX:+UseSerialGC");
        command.add("-cp");
        command.add(folder + File.pathSeparator + System.getProperty("java.class.path"));
        command.add(program.getName());
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ran(process.waitFor(), output);
    }

    /// Requires that a program which runs 200 seeds catches the mistake, and the control not.
    ///
    /// @param folder an empty one
    /// @param program takes the first seed and their number; ends with 1 and a line that begins
    ///   with `caught` at the first that is caught
    public void requireCaught(Path folder, Class<?> program)
            throws IOException, InterruptedException {
        Ran ran = run(folder, program, "0", "200");
        boolean isControl = original.equals(changed);
        Assertions.assertEquals(isControl ? 0 : 1, ran.exitCode(), ran.output());
        long caught = ran.output().lines().filter(line -> line.startsWith("caught")).count();
        Assertions.assertEquals(isControl ? 0 : 1, caught, ran.output());
    }

    private void compileInto(Path folder) throws IOException {
        Path relative = Path.of(type.replace('.', File.separatorChar) + ".java");
        String source = Files.readString(sources.resolve(relative));
        if (!source.contains(original)) {
            throw new IllegalStateException(
                    type + " no longer contains what the mutant changes: " + original);
        }
        Path changedFile = folder.resolve("source").resolve(relative);
        Path parent = changedFile.getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        Files.writeString(changedFile, source.replace(original, changed));
        int code =
                ToolProvider.getSystemJavaCompiler()
                        .run(
                                null,
                                null,
                                null,
                                "-proc:none",
                                "-nowarn",
                                "-d",
                                folder.toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                changedFile.toString());
        if (code != 0) {
            throw new IllegalStateException("the mutant of " + type + " does not compile");
        }
    }
}
