package io.ipfskit.kit.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Map;

/// Headers for the collector: read as other exporters read them, never shown.
class SecretHeadersTest {
    @Test
    void namesAndPercentEncodedValuesAreRead() {
        SecretHeaders headers =
                SecretHeaders.parse("Authorization=Bearer%20abc%3D, x-team = one%2Ctwo ,");

        assertThat(headers.reveal())
                .isEqualTo(Map.of("authorization", "Bearer abc=", "x-team", "one,two"));
        assertThat(headers.count()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", ",", " , "})
    void nothingIsNoHeaders(String text) {
        assertThat(SecretHeaders.parse(text)).isSameAs(SecretHeaders.NONE);
    }

    @Test
    void valuesAreNeverShown() {
        SecretHeaders headers = SecretHeaders.parse("authorization=Bearer%20hush");

        assertThat(headers.toString()).isEqualTo("[1 redacted]");
        assertThat(SecretHeaders.NONE).hasToString("[none]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "hush|header 1 must be written name=value",
                "a=b,=hush|header 2 must be written name=value",
                "a b=hush|header 1 must be written name=value",
                "a=hush%|a % without two hexadecimal digits",
                "a=hush%4|a % without two hexadecimal digits",
                "a=hush%zz|a % without two hexadecimal digits",
                "a=hush%0d%0aHost: x|not printable ASCII",
                "a=hush,A=hush|header 2 has a name that was there before"
            })
    void malformedTextIsRefusedWithoutShowingIt(String text, String problem) {
        assertThatThrownBy(() -> SecretHeaders.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(problem)
                .hasMessageNotContaining("hush");
    }

    @Test
    void countAndLengthAreLimited() {
        StringBuilder many = new StringBuilder();
        for (int i = 0; i <= SecretHeaders.COUNT_MAX; i++) {
            many.append("h").append(i).append("=x,");
        }
        assertThatThrownBy(() -> SecretHeaders.parse(many.toString()))
                .hasMessageContaining("at most " + SecretHeaders.COUNT_MAX);
        assertThatThrownBy(
                        () -> SecretHeaders.parse("a=" + "x".repeat(SecretHeaders.VALUE_MAX + 1)))
                .hasMessageContaining("more than " + SecretHeaders.VALUE_MAX);
        assertThat(SecretHeaders.parse("a=" + "x".repeat(SecretHeaders.VALUE_MAX)).count())
                .isEqualTo(1);
    }
}
