package io.ipfskit.anyiotesting;

import io.ipfskit.anyio.Backend;

import org.junit.jupiter.api.extension.ExtensionContext;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/// Counts the tests per backend and engine of one JVM, prints them when it ends and, with
/// `-Dipfskit.test.report=FILE`, writes them down: a line `engine=tests` each, and
/// `not-on-sim=tests`.
final class BackendReport implements AutoCloseable {
    // Guarded by this. The names of tests, so that many seeds of one test count once.
    private final Map<String, TreeSet<String>> tests = new TreeMap<>();
    private final TreeSet<String> notOnSim = new TreeSet<>();
    private final Map<String, Integer> runs = new TreeMap<>();

    /// @param where the annotation that says where the test runs
    synchronized void ran(Backend backend, ExtensionContext context, BackendTest where) {
        Method test = context.getRequiredTestMethod();
        String name = context.getRequiredTestClass().getSimpleName() + "." + test.getName();
        BackendTests all = context.getRequiredTestClass().getAnnotation(BackendTests.class);
        tests.computeIfAbsent(backend.engine(), _ -> new TreeSet<>()).add(name);
        if (!where.sim() || (all != null && !all.sim())) {
            notOnSim.add(name);
        }
        runs.merge(backend.engine(), 1, Integer::sum);
    }

    @Override
    public synchronized void close() {
        List<String> lines = new ArrayList<>();
        tests.forEach((engine, names) -> lines.add(engine + "=" + names.size()));
        lines.add("not-on-sim=" + notOnSim.size());
        System.out.println("tests per backend (runs):");
        tests.forEach((engine, names) ->
                System.out.printf("  %-16s %4d (%d)%n", engine, names.size(), runs.get(engine)));
        String file = System.getProperty("ipfskit.test.report");
        if (file == null) {
            return;
        }
        try {
            Files.write(Path.of(file), lines);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
