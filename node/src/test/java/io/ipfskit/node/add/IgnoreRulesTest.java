package io.ipfskit.node.add;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipfskit.operation.OperationFailed;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Collections;
import java.util.List;

/// Rows are rule, path (a folder when it ends with a slash) and whether it is left out, as git
/// does.
class IgnoreRulesTest {
    @ParameterizedTest
    @CsvSource({
        "*.log, a.log, true",
        "*.log, deep/er/a.log, true",
        "*.log, a.logs, false",
        "/*.log, a.log, true",
        "/*.log, deep/a.log, false",
        "build, build, true",
        "build, x/build/, true",
        "build/, build/, true",
        "build/, build, false",
        "doc/*.txt, doc/a.txt, true",
        "doc/*.txt, x/doc/a.txt, false",
        "doc/*.txt, doc/x/a.txt, false",
        "**/a/b, a/b, true",
        "**/a/b, x/y/a/b, true",
        "a/**, a/x/y, true",
        "a/**, a/, false",
        "a/**/b, a/b, true",
        "a/**/b, a/x/y/b, true",
        "a/**/b, a/x/y/c, false",
        "**, anything, true",
        "?.txt, a.txt, true",
        "?.txt, ab.txt, false",
        "[a-c]x, bx, true",
        "[a-c]x, dx, false",
        "[!a-c]x, dx, true",
        "[^a-c]x, ax, false",
        "[]]x, ]x, true",
        "[x, [x, true",
        "\\#a, #a, true",
        "\\!a, !a, true",
        "#a, #a, false",
        "a\\*b, a*b, true",
        "a\\*b, axb, false",
        "'a  ', a, true",
        "a**b, axyb, true",
        "'', a, false",
        "/, a, false"
    })
    void aRuleLeavesOutWhatGitLeavesOut(String rule, String path, boolean excluded) {
        boolean folder = path.endsWith("/");
        String name = folder ? path.substring(0, path.length() - 1) : path;
        assertThat(IgnoreRules.of(List.of(rule)).excludes(name, folder)).isEqualTo(excluded);
    }

    @Test
    void theLastRuleThatMatchesDecides() {
        IgnoreRules rules = IgnoreRules.of(List.of("*.log", "!keep.log", "/keep.log"));
        assertThat(rules.excludes("a.log", false)).isTrue();
        assertThat(rules.excludes("x/keep.log", false)).isFalse();
        assertThat(rules.excludes("keep.log", false)).isTrue();
    }

    @Test
    void nothingComesBackBelowAFolderThatIsLeftOut() {
        IgnoreRules rules = IgnoreRules.of(List.of("target/", "!target/keep"));
        assertThat(rules.excludesPath("target/keep", false)).isTrue();
        assertThat(rules.excludesPath("src/keep", false)).isFalse();
    }

    @Test
    void aHostileRuleIsMatchedInTime() {
        IgnoreRules rules =
                IgnoreRules.of(List.of("*a".repeat(2_000) + "b", "**/a/".repeat(800) + "b"));
        assertThat(rules.excludes("a".repeat(4_000), false)).isFalse();
        assertThat(rules.excludes("a/".repeat(4_000) + "c", false)).isFalse();
    }

    @Test
    void tooManyOrTooLongRulesAreRefused() {
        assertThatThrownBy(() -> IgnoreRules.of(Collections.nCopies(10_001, "a")))
                .isInstanceOf(OperationFailed.class);
        assertThatThrownBy(() -> IgnoreRules.of(List.of("a".repeat(4_097))))
                .isInstanceOf(OperationFailed.class);
    }
}
