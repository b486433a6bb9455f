package io.ipfskit.build;

import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import com.google.googlejavaformat.java.JavaFormatterOptions;
import com.google.googlejavaformat.java.JavaFormatterOptions.Style;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/// Formats every Java source of the tree with google-java-format (AOSP style), or checks that it is
/// so.
///
/// Usage: `Format check|apply FOLDER`. Runs on the JDK that the toolchain picked, because the
/// formatter uses the compiler it runs on, and Maven's own may be too old for the syntax.
public final class Format {
    /// One pass is not always stable; more than this many means a defect of the formatter.
    private static final int MAX_PASSES = 5;

    private final Formatter formatter =
            new Formatter(JavaFormatterOptions.builder().style(Style.AOSP).build());

    private Format() {}

    /// Ends with exit code 1 when `check` found a file that is not formatted.
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 2
                || !(arguments[0].equals("check") || arguments[0].equals("apply"))) {
            System.err.println("usage: Format check|apply FOLDER");
            System.exit(2);
        }
        boolean apply = arguments[0].equals("apply");
        Path root = Path.of(arguments[1]).toAbsolutePath().normalize();
        List<Path> different = new Format().run(root, apply);
        for (Path file : different) {
            System.err.println((apply ? "formatted " : "not formatted: ") + root.relativize(file));
        }
        if (!apply && !different.isEmpty()) {
            System.err.println("apply: mvn -q -pl build verify -DskipTests -Dformat.mode=apply");
            System.exit(1);
        }
    }

    private List<Path> run(Path root, boolean apply) throws IOException {
        List<Path> different = new ArrayList<>();
        for (Path file : sources(root)) {
            String source = Files.readString(file);
            String formatted = stable(file, source, apply);
            if (!formatted.equals(source)) {
                different.add(file);
                if (apply) {
                    Files.writeString(file, formatted);
                }
            }
        }
        return different;
    }

    private String stable(Path file, String source, boolean apply) {
        String before = source;
        for (int pass = 0; pass < MAX_PASSES; pass++) {
            String after;
            try {
                after = formatter.formatSourceAndFixImports(before);
            } catch (FormatterException e) {
                throw new IllegalStateException(file + ": " + e.getMessage(), e);
            }
            if (!apply || after.equals(before)) {
                return after;
            }
            before = after;
        }
        throw new IllegalStateException(
                file + ": the formatter gives no stable result in " + MAX_PASSES + " passes");
    }

    /// All Java sources below `root`, without build output and folders whose name begins with a
    /// dot.
    static List<Path> sources(Path root) throws IOException {
        List<Path> sources = new ArrayList<>();
        Files.walkFileTree(
                root,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(
                            Path folder, BasicFileAttributes attributes) {
                        String name = folder.equals(root) ? "" : folder.getFileName().toString();
                        boolean skip =
                                name.equals("target")
                                        || name.equals("node_modules")
                                        || name.startsWith(".");
                        return skip ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                        if (attributes.isRegularFile() && file.toString().endsWith(".java")) {
                            sources.add(file);
                        }
                        return FileVisitResult.CONTINUE;
                    }
                });
        sources.sort(null);
        return sources;
    }
}
