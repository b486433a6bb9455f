package io.ipfskit.anyiomigration;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/// Runs the checks over a source tree: reports, and with `--apply` rewrites it in place and
/// compiles the result.
///
/// `Migrate SOURCES [--apply] [--classpath JARS]`. Exit code 0 when the sources (after the
/// rewriting) compile, 1 when they do not, 2 for a wrong call.
public final class Migrate {
    private static final List<String> CHECKS =
            List.of(
                    "ExecutorToTaskGroup",
                    "AllOfToTaskGroup",
                    "OrTimeoutToFailAfter",
                    "QueueToChannel",
                    "ScheduleToService",
                    "SwallowedCancellation");

    private static final Pattern IMPORT =
            Pattern.compile("(?m)^import java\\.util\\.concurrent\\.(\\w+);\\R");

    /// One place that a check is about.
    ///
    /// @param check the name of the check
    /// @param file the source file
    /// @param line from 1
    /// @param isRewritten whether there is a patch
    /// @param message what to do
    public record Finding(
            String check, Path file, long line, boolean isRewritten, String message) {}

    /// What a run found.
    ///
    /// @param findings every place, in order of file and line
    /// @param errors what the compiler says of the sources, after the rewriting if there was one
    public record Result(List<Finding> findings, List<String> errors) {}

    private final String classpath;

    /// Makes a migration whose sources compile against `classpath`; that of this JVM is added.
    public Migrate(String classpath) {
        String own = System.getProperty("java.class.path");
        this.classpath = classpath.isEmpty() ? own : classpath + java.io.File.pathSeparator + own;
    }

    /// The command.
    public static void main(String[] arguments) throws IOException {
        List<String> rest = new ArrayList<>(List.of(arguments));
        boolean apply = rest.remove("--apply");
        String classpath = "";
        int at = rest.indexOf("--classpath");
        if (at >= 0 && at + 1 < rest.size()) {
            classpath = rest.get(at + 1);
            rest.subList(at, at + 2).clear();
        }
        if (rest.size() != 1) {
            System.err.println("usage: migrate SOURCES [--apply] [--classpath JARS]");
            System.exit(2);
        }
        Path sources = Path.of(rest.getFirst());
        Result result = new Migrate(classpath).run(sources, apply);
        print(sources, result, apply, System.out);
        System.exit(result.errors().isEmpty() ? 0 : 1);
    }

    /// Reports what stands below `sources`, and rewrites it if told to.
    public Result run(Path sources, boolean apply) throws IOException {
        return run(List.of(sources), apply);
    }

    /// As [#run(Path, boolean)] for several trees that are compiled together.
    public Result run(List<Path> trees, boolean apply) throws IOException {
        List<Path> files = new ArrayList<>();
        for (Path sources : trees) {
            files.addAll(filesOf(sources));
        }
        List<Finding> findings = new ArrayList<>();
        List<String> errors = new ArrayList<>();
        List<String> report = new ArrayList<>(List.of("-XepDisableAllChecks"));
        CHECKS.forEach(check -> report.add("-Xep:" + check + ":WARN"));
        for (Diagnostic<? extends JavaFileObject> told : compile(files, report)) {
            Finding finding = finding(told);
            if (finding != null) {
                findings.add(finding);
            } else if (told.getKind() == Diagnostic.Kind.ERROR) {
                errors.add(text(told));
            }
        }
        if (apply && errors.isEmpty()) {
            List<String> patch =
                    List.of(
                            "-XepPatchChecks:" + String.join(",", CHECKS.subList(0, 5)),
                            "-XepPatchLocation:IN_PLACE");
            for (Diagnostic<? extends JavaFileObject> told : compile(files, patch)) {
                if (told.getKind() == Diagnostic.Kind.ERROR) {
                    errors.add(text(told));
                }
            }
            for (Finding finding : findings) {
                if (finding.isRewritten()) {
                    dropUnusedImports(finding.file());
                }
            }
            for (Diagnostic<? extends JavaFileObject> told : compile(files, List.of())) {
                if (told.getKind() == Diagnostic.Kind.ERROR) {
                    errors.add(text(told));
                }
            }
        }
        findings.sort(
                java.util.Comparator.comparing(Finding::file).thenComparingLong(Finding::line));
        return new Result(List.copyOf(findings), List.copyOf(errors));
    }

    private List<Diagnostic<? extends JavaFileObject>> compile(
            List<Path> files, List<String> plugin) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> told = new DiagnosticCollector<>();
        Path out = Files.createTempDirectory("migrate");
        try (StandardJavaFileManager manager =
                compiler.getStandardFileManager(told, Locale.ROOT, StandardCharsets.UTF_8)) {
            List<String> options =
                    new ArrayList<>(
                            List.of(
                                    "-proc:none",
                                    "-XDcompilePolicy=simple",
                                    "--should-stop=ifError=FLOW",
                                    "-Xmaxwarns",
                                    "100000",
                                    "-cp",
                                    classpath,
                                    "-processorpath",
                                    System.getProperty("java.class.path"),
                                    "-d",
                                    out.toString()));
            if (!plugin.isEmpty()) {
                options.add("-Xplugin:ErrorProne " + String.join(" ", plugin));
            }
            Boolean _ =
                    compiler.getTask(
                                    null,
                                    manager,
                                    told,
                                    options,
                                    null,
                                    manager.getJavaFileObjectsFromPaths(files))
                            .call();
            return told.getDiagnostics();
        } finally {
            delete(out);
        }
    }

    private static @Nullable Finding finding(Diagnostic<? extends JavaFileObject> told) {
        String text = told.getMessage(Locale.ROOT);
        for (String check : CHECKS) {
            if (text.startsWith("[" + check + "] ") && told.getSource() != null) {
                String message = text.substring(check.length() + 3).lines().findFirst().orElse("");
                boolean rewritten = message.startsWith(Recipe.REWRITTEN);
                return new Finding(
                        check,
                        Path.of(told.getSource().toUri()),
                        told.getLineNumber(),
                        rewritten,
                        message);
            }
        }
        return null;
    }

    private static void dropUnusedImports(Path file) throws IOException {
        String text = Files.readString(file);
        Matcher matcher = IMPORT.matcher(text);
        StringBuilder kept = new StringBuilder();
        while (matcher.find()) {
            Matcher uses = Pattern.compile("\\b" + matcher.group(1) + "\\b").matcher(text);
            int count = 0;
            while (uses.find()) {
                count++;
            }
            matcher.appendReplacement(
                    kept, count > 1 ? Matcher.quoteReplacement(matcher.group()) : "");
        }
        matcher.appendTail(kept);
        Files.writeString(file, kept);
    }

    private static void print(Path sources, Result result, boolean applied, PrintStream out) {
        Map<String, int[]> counts = new TreeMap<>();
        Path root = sources.toAbsolutePath();
        for (Finding finding : result.findings()) {
            out.printf(
                    "%s:%d: [%s] %s%n",
                    root.relativize(finding.file()),
                    finding.line(),
                    finding.check(),
                    finding.message());
            counts.computeIfAbsent(finding.check(), _ -> new int[2])[
                    finding.isRewritten() ? 0 : 1]++;
        }
        out.printf("%n%-24s%10s%10s%10s%n", "check", "found", "rewritten", "by hand");
        counts.forEach((check, of) ->
                out.printf("%-24s%10d%10d%10d%n", check, of[0] + of[1], of[0], of[1]));
        result.errors().stream().limit(20).forEach(out::println);
        out.printf(
                "%s: %d errors%n",
                applied ? "compiled after the rewriting" : "compiled", result.errors().size());
    }

    private static String text(Diagnostic<? extends JavaFileObject> told) {
        return told.getSource() == null
                ? told.getMessage(Locale.ROOT)
                : told.getSource().getName()
                        + ":"
                        + told.getLineNumber()
                        + ": "
                        + told.getMessage(Locale.ROOT);
    }

    private static List<Path> filesOf(Path sources) throws IOException {
        try (Stream<Path> walk = Files.walk(sources.toAbsolutePath())) {
            return walk.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !file.endsWith("module-info.java"))
                    .sorted()
                    .toList();
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> walk = Files.walk(folder)) {
            walk.sorted(java.util.Comparator.reverseOrder())
                    .forEach(file -> {
                        try {
                            Files.delete(file);
                        } catch (IOException failed) {
                            throw new UncheckedIOException(failed);
                        }
                    });
        }
    }
}
