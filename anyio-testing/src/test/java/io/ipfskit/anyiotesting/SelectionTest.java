package io.ipfskit.anyiotesting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipfskit.anyio.Backend;
import io.ipfskit.anyio.Backends;
import io.ipfskit.anyio.SimBackend;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the properties of a test run choose.
class SelectionTest {
    /// A class whose name a replay must spell out.
    @Nested
    class Inner {
        @Test
        void aClassInsideAnotherIsNamedAsSurefireNamesIt() {
            assertThat(Selection.replayCommand(Inner.class, "method", sim(3)))
                    .contains("'-Dtest=SelectionTest$Inner#method'");
        }
    }

    private static SimBackend sim(long seed) {
        return SimBackend.seeded(seed);
    }

    private static List<String> chosen(Selection selection) {
        return Backends.engines().stream()
                .filter(selection::includes)
                .map(Backend::engine)
                .toList();
    }

    @Test
    void withoutPropertiesAllBackendsAreChosen() {
        Selection all = Selection.of("", "");
        assertThat(chosen(all))
                .isEqualTo(Backends.engines().stream().map(Backend::engine).toList());
        assertThat(all.seed()).isNull();
    }

    @Test
    void aBackendIsChosenByNameOrByEngine() {
        assertThat(chosen(Selection.of("platform, loop/baton", "")))
                .containsExactlyInAnyOrder("platform/threads", "loop/baton");
        assertThat(chosen(Selection.of("tiny", ""))).containsExactly("tiny");
    }

    @Test
    void anEngineThatThisProcessLacksIsNoMistake() {
        assertThat(Selection.of("loop/scheduler", "").backends()).containsExactly("loop/scheduler");
    }

    @Test
    void aNameThatMeansNothingIsRefusedWithTheChoices() {
        assertThatThrownBy(() -> Selection.of("threads,lop", ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ipfskit.test.backends names 'lop'")
                .hasMessageContaining("loop/baton")
                .hasMessageContaining("tiny");
    }

    @Test
    void aSeedIsAWholeNumber() {
        assertThat(Selection.of("sim", "-17").seed()).isEqualTo(-17);
        assertThatThrownBy(() -> Selection.of("sim", "first"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("ipfskit.test.seed must be a whole number, was 'first'");
    }

    @Test
    void theCommandOfAReplayChoosesTheVerySeedThatFailed() {
        SimBackend failed = sim(4_711);
        String command = Selection.replayCommand(SelectionTest.class, "method", failed);
        assertThat(command).startsWith("mvn verify -pl <module> '-Dtest=SelectionTest#method'");
        Selection again = Selection.of(property(command, "backends"), property(command, "seed"));
        assertThat(chosen(again)).containsExactly(failed.engine());
        assertThat(again.seed()).isEqualTo(4_711);
    }

    private static String property(String command, String name) {
        Matcher found = Pattern.compile("-Dipfskit\\.test\\." + name + "=(\\S+)").matcher(command);
        assertThat(found.find()).isTrue();
        return found.group(1);
    }
}
