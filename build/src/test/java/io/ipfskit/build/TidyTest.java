package io.ipfskit.build;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads our own tree and tells what has no place in it, each with what to do instead.
class TidyTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    /// The longest source file; a longer one is split by concept.
    private static final int LINES_MAX = 600;

    /// @param what a pattern, searched line by line
    /// @param where a pattern of paths it holds for
    /// @param except a pattern of paths it does not hold for
    /// @param instead what to do
    private record Ban(Pattern what, Pattern where, Pattern except, String instead) {
        Ban(String what, String where, String except, String instead) {
            this(Pattern.compile(what), Pattern.compile(where), Pattern.compile(except), instead);
        }
    }

    // Written in two halves, so that this file does not find itself.
    private static final List<Ban> BANS =
            List.of(
                    new Ban(
                            "Thread\\." + "sleep\\(",
                            "/src/(test|main)/",
                            "^anyio/src/main/",
                            "wait for the thing itself: Event, join, or Time.sleep in a task"),
                    new Ban("\\.print" + "StackTrace\\(", "", "^$", "let it travel, or log it"),
                    new Ban("^import .*\\." + "\\*;", "", "^$", "import what you use"),
                    new Ban("^import " + "module ", "/src/main/", "^$", "import what you use"),
                    new Ban(
                            "\\b(FIX" + "ME|XX" + "X|TO" + "DO)\\b",
                            "",
                            "^$",
                            "do it, or file an issue"),
                    new Ban(
                            "System\\.current" + "TimeMillis\\(",
                            "/src/main/",
                            "^(anyio|bench)/",
                            "Clock.now() or Time.now()"),
                    new Ban(
                            "org\\." + "mockito|\\bMock" + "ito\\b",
                            "",
                            "^$",
                            "use the real component or a strict fake"),
                    new Ban(
                            "@" + "Disabled\\b",
                            "/src/test/",
                            "^$",
                            "mend or remove the test; skip with an assumption and its reason"));

    @Test
    void sourcesHoldNothingThatIsBanned() throws IOException {
        List<String> found = new ArrayList<>();
        for (Path file : Format.sources(ROOT)) {
            String name = name(file);
            List<String> lines = Files.readAllLines(file);
            for (int i = 0; i < lines.size(); i++) {
                for (Ban ban : BANS) {
                    if (ban.what().matcher(lines.get(i)).find()
                            && ban.where().matcher(name).find()
                            && !ban.except().matcher(name).find()) {
                        found.add(name + ":" + (i + 1) + ": " + ban.what() + "; " + ban.instead());
                    }
                }
            }
        }
        assertThat(found).isEmpty();
    }

    @Test
    void sourceFilesAreNoLongerThanAFewScreens() throws IOException {
        List<String> found = new ArrayList<>();
        for (Path file : Format.sources(ROOT)) {
            int lines = Files.readAllLines(file).size();
            if (lines > LINES_MAX && name(file).contains("/src/main/")) {
                found.add(name(file) + ": " + lines + " lines, at most " + LINES_MAX);
            }
        }
        assertThat(found).as("split by concept").isEmpty();
    }

    @Test
    void everyPackageHasADoorPlateThatIsNullMarked() throws IOException {
        Set<String> found = new TreeSet<>();
        for (Path file : Format.sources(ROOT)) {
            if (!name(file).contains("/src/main/java/")) {
                continue;
            }
            Path plate = file.resolveSibling("package-info.java");
            if (!Files.exists(plate)) {
                found.add(name(plate) + ": does not exist");
            } else {
                String text = Files.readString(plate);
                if (!text.contains("@NullMarked")) {
                    found.add(name(plate) + ": not @NullMarked");
                }
                if (!text.startsWith("///")) {
                    found.add(name(plate) + ": does not begin with what the room is for (///)");
                }
            }
        }
        assertThat(found).isEmpty();
    }

    @Test
    void namesAreNotManagersHelpersOrUtilities() throws IOException {
        Pattern vague = Pattern.compile("(Manager|Helper|Utils?|Impl\\d*)\\.java$");
        List<String> found = new ArrayList<>();
        for (Path file : Format.sources(ROOT)) {
            Matcher matcher = vague.matcher(name(file));
            if (matcher.find()) {
                found.add(name(file) + ": name it after what it is or does");
            }
        }
        assertThat(found).isEmpty();
    }

    @Test
    void everyFileEndsWithALineFeedAndHoldsNoTabsOrTrailingSpace() throws IOException {
        List<String> found = new ArrayList<>();
        for (Path file : Format.sources(ROOT)) {
            String text = Files.readString(file);
            if (!text.endsWith("\n")) {
                found.add(name(file) + ": no line feed at the end");
            }
            if (text.contains("\t")) {
                found.add(name(file) + ": a tab; write it as an escape in a string");
            }
            if (text.contains("\r")) {
                found.add(name(file) + ": a carriage return; lines end with a line feed");
            }
        }
        assertThat(found).isEmpty();
    }

    private static String name(Path file) {
        return ROOT.relativize(file).toString().replace('\\', '/');
    }
}
