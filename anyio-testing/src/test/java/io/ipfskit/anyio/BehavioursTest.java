package io.ipfskit.anyio;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipfskit.anyiotesting.BackendTest;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// The table of behaviours in `docs/anyio-behaviours.md` is complete and true.
class BehavioursTest {
    private static final Path TABLE = Path.of("..", "docs", "anyio-behaviours.md");
    private static final int ROWS = 51;

    /// One row: its number or name, the backends it is for, the tests it names.
    private record Row(String number, String backends, List<String> tests) {}

    @Test
    void everyRowIsThereOnceAndInOrder() throws IOException {
        List<String> expected = new ArrayList<>();
        for (int row = 1; row <= ROWS; row++) {
            expected.add(Integer.toString(row));
        }
        assertThat(rows()).extracting(Row::number).startsWith(expected.toArray(String[]::new));
        assertThat(rows()).extracting(Row::number).doesNotHaveDuplicates();
    }

    @Test
    void theTestsOfARowExistAndRunOnEveryBackendItIsFor() throws Exception {
        List<String> wrong = new ArrayList<>();
        for (Row row : rows()) {
            Set<String> missing =
                    new TreeSet<>(
                            row.backends().equals("C")
                                    ? List.of("loop", "sim")
                                    : List.of("threads", "platform", "loop", "sim", "tiny"));
            for (String test : row.tests()) {
                Method method = method(test);
                if (method == null) {
                    wrong.add("row " + row.number() + " names " + test + ", which is no test");
                } else {
                    missing.removeIf(backend -> runsOn(method, backend));
                }
            }
            if (!missing.isEmpty()) {
                wrong.add("row " + row.number() + " has no test on " + missing);
            }
        }
        assertThat(wrong).isEmpty();
    }

    private static boolean runsOn(Method method, String backend) {
        BackendTest test = method.getAnnotation(BackendTest.class);
        if (test == null) {
            return false; // it looks at something by itself, on no backend or on all at once
        }
        return test.backends().length == 0
                ? test.sim() || !backend.equals("sim")
                : Arrays.asList(test.backends()).contains(backend);
    }

    private static @org.jspecify.annotations.Nullable Method method(String test) throws Exception {
        int dot = test.indexOf('.');
        Class<?> type;
        try {
            type = Class.forName("io.ipfskit.anyio." + test.substring(0, dot));
        } catch (ClassNotFoundException gone) {
            return null;
        }
        for (Method method : type.getDeclaredMethods()) {
            if (method.getName().equals(test.substring(dot + 1))
                    && (method.isAnnotationPresent(BackendTest.class)
                            || method.isAnnotationPresent(Test.class))) {
                return method;
            }
        }
        return null;
    }

    private static List<Row> rows() throws IOException {
        List<Row> rows = new ArrayList<>();
        for (String line : Files.readAllLines(TABLE)) {
            String[] cells = line.split("\\|", -1);
            if (cells.length != 6 || cells[1].isBlank() || cells[1].matches("[ #-]+")) {
                continue;
            }
            rows.add(
                    new Row(
                            cells[1].strip(),
                            cells[3].strip(),
                            Arrays.stream(cells[4].split(",", -1)).map(String::strip).toList()));
        }
        return rows;
    }
}
