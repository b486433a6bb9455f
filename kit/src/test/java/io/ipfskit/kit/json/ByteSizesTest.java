package io.ipfskit.kit.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteSizesTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "1048576, 1048576",
        "1b, 1",
        "64k, 64000",
        "10GB, 10000000000",
        "1.5GiB, 1610612736",
        "512 MiB, 536870912",
        "0.5KiB, 512",
        "1.9, 1",
        "2tb, 2000000000000",
        "9223372036854775807, 9223372036854775807"
    })
    void readsWhatPeopleWrite(String text, long bytes) {
        assertThat(ByteSizes.parse(text)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "GB",
                "-1",
                "1e9",
                "1 000",
                "10 gigabytes",
                "1.",
                ".5",
                "8EiB",
                "99999999EB"
            })
    void refusesWhatIsNoNumberOfBytes(String text) {
        assertThatThrownBy(() -> ByteSizes.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"" + text + "\"");
    }
}
