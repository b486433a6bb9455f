package io.ipfskit.build;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The Java in our documents is Java that is compiled and run: each snippet stands in a source of
/// the tree. White space does not count; a line `...` stands for lines that are left out, and the
/// empty private constructor of a class may be left out without.
class SnippetsTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern SNIPPET = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final Pattern OMISSION = Pattern.compile("(?m)^\\s*\\.\\.\\.\\s*$");
    private static final Pattern CONSTRUCTOR = Pattern.compile("private \\w+\\(\\) \\{\\}");

    @Test
    void everyJavaSnippetOfTheDocumentsStandsInASource() throws IOException {
        List<String> sources = new ArrayList<>();
        for (Path file : Format.sources(ROOT)) {
            sources.add(plain(CONSTRUCTOR.matcher(Files.readString(file)).replaceAll("")));
        }
        List<String> missing = new ArrayList<>();
        int count = 0;
        for (Path document : documents()) {
            Matcher snippets = SNIPPET.matcher(Files.readString(document));
            while (snippets.find()) {
                count++;
                String snippet = snippets.group(1);
                if (sources.stream().noneMatch(source -> stands(snippet, source))) {
                    missing.add(ROOT.relativize(document) + ":\n" + snippet);
                }
            }
        }
        assertThat(missing).as("copy them from the source they come from").isEmpty();
        assertThat(count).as("snippets").isGreaterThan(30);
    }

    @Test
    void aSnippetStandsInASourceWithItsPartsInOrder() {
        String source = plain("{ a();\n    b();\n  c();\n}");
        assertThat(stands("a();\nb();\n", source)).isTrue();
        assertThat(stands("a();\n...\nc();\n", source)).isTrue();
        assertThat(stands("c();\n...\na();\n", source)).isFalse();
        assertThat(stands("a();\nc();\n", source)).isFalse();
    }

    private static boolean stands(String snippet, String source) {
        int at = 0;
        for (String part : OMISSION.split(snippet, -1)) {
            String wanted = plain(part);
            int found = source.indexOf(wanted, at);
            if (found < 0) {
                return false;
            }
            at = found + wanted.length();
        }
        return true;
    }

    /// Text without white space, and without the marks of comments, whose lines break elsewhere
    /// when they are moved.
    private static String plain(String text) {
        return text.replaceAll("(?m)^\\s*///?|\\s", "");
    }

    private static List<Path> documents() throws IOException {
        List<Path> documents = new ArrayList<>(List.of(ROOT.resolve("README.md")));
        try (Stream<Path> found = Files.walk(ROOT.resolve("docs"))) {
            found.filter(file -> file.toString().endsWith(".md")).sorted().forEach(documents::add);
        }
        return documents;
    }
}
