package io.ipfskit.node.mfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipfskit.node.repository.TreeChange;
import io.ipfskit.operation.ErrorCode;
import io.ipfskit.operation.OperationFailed;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MfsPathTest {
    private static MfsPath parse(String text) {
        return MfsPath.parse("path", text);
    }

    @ParameterizedTest
    @CsvSource({
        "/, /, false",
        "//, /, false",
        "/a, /a, false",
        "/a/, /a, true",
        "//a///b, /a/b, false",
        "/a/./b/., /a/b, false",
        "/a/../b, /b, false",
        "/a/.., /, false",
        "/a/b/../, /a, true",
        "/größe 写真, /größe 写真, false",
        "/..., /..., false",
        "/ipfs/a, /ipfs/a, false",
    })
    void aPathHasOneForm(String text, String form, boolean slash) {
        assertThat(parse(text)).hasToString(form);
        assertThat(parse(text).endsWithSlash()).isEqualTo(slash);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "a/b", "./a", "../a", "/..", "/a/../..", "/a\0b", "/\ud800"})
    void whatIsNoPathIsRefused(String text) {
        assertThatThrownBy(() -> parse(text))
                .isInstanceOfSatisfying(
                        OperationFailed.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT));
    }

    @Test
    void lengthAndDepthHaveLimits() {
        String longest = "/" + "é".repeat((TreeChange.PATH_BYTES_MAX - 1) / 2);
        assertThat(parse(longest).names()).hasSize(1);
        assertThatThrownBy(() -> parse(longest + "é")).hasMessageContaining("4096 bytes");
        assertThat(parse("/a".repeat(MfsPath.DEPTH_MAX)).names()).hasSize(MfsPath.DEPTH_MAX);
        assertThatThrownBy(() -> parse("/a".repeat(MfsPath.DEPTH_MAX + 1)))
                .hasMessageContaining("256 names");
        MfsPath deep = parse("/a".repeat(MfsPath.DEPTH_MAX));
        assertThatThrownBy(() -> deep.child("path", "b")).isInstanceOf(OperationFailed.class);
    }

    @Test
    void aPathIsWithinItselfAndWhatItIsBelow() {
        assertThat(parse("/a/b").isWithin(parse("/a/b"))).isTrue();
        assertThat(parse("/a/b").isWithin(parse("/a"))).isTrue();
        assertThat(parse("/a/b").isWithin(MfsPath.ROOT)).isTrue();
        assertThat(parse("/a").isWithin(parse("/a/b"))).isFalse();
        assertThat(parse("/ab").isWithin(parse("/a"))).isFalse();
    }
}
