package io.ipfskit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipfskit.operation.Progress;

import org.junit.jupiter.api.Test;

class TextTest {
    @Test
    void aNameStaysOnItsLineAndCannotDriveTheTerminal() {
        assertThat(Text.name("a\nadded bafy b")).isEqualTo("a\\nadded bafy b");
        assertThat(Text.name("\u001b[2Jx\t\r\u007f")).isEqualTo("\\u001b[2Jx\\t\\r\\u007f");
        assertThat(Text.name("a\u202etxt.exe")).isEqualTo("a\\u202etxt.exe");
    }

    @Test
    void namesInAnyScriptAreShownAsTheyAre() {
        assertThat(Text.name("Größe 写真 🚀.jpg")).isEqualTo("Größe 写真 🚀.jpg");
    }

    @Test
    void bytesAreGivenInBinaryUnits() {
        assertThat(Text.bytes(0)).isEqualTo("0 B");
        assertThat(Text.bytes(1023)).isEqualTo("1023 B");
        assertThat(Text.bytes(1024)).isEqualTo("1.00 KiB");
        assertThat(Text.bytes(10L << 30)).isEqualTo("10.0 GiB");
        assertThat(Text.bytes(Long.MAX_VALUE)).isEqualTo("8.00 EiB");
    }

    @Test
    void progressShowsShareAndSpeedWhenTheTotalIsKnown() {
        Progress half = new Progress("read", 1 << 20, 2 << 20, "bytes", "a\nb");
        assertThat(ProgressBar.line(half, 1_000_000_000L))
                .isEqualTo(
                        "1.00 MiB of 2.00 MiB [============            ] 50%  1.00 MiB/s  a\\nb");
    }

    @Test
    void progressWithoutATotalShowsWhatIsDone() {
        assertThat(ProgressBar.line(new Progress("read", 7, -1, "files", null), 5))
                .isEqualTo("7 files");
    }
}
