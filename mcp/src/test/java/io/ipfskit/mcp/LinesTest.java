package io.ipfskit.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

class LinesTest {
    private static final int MAX = 20;

    @Property
    void linesAreTheSameHoweverTheBytesArrive(
            @ForAll @Size(max = 20) List<@AlphaChars @StringLength(max = 30) String> lines,
            @ForAll @IntRange(min = 1, max = 70) int chunk,
            @ForAll boolean carriageReturn) {
        String end = carriageReturn ? "\r\n" : "\n";
        byte[] bytes =
                (String.join(end, lines) + (lines.isEmpty() ? "" : end))
                        .getBytes(StandardCharsets.US_ASCII);
        assertThat(cut(bytes, chunk))
                .isEqualTo(
                        lines.stream()
                                .filter(line -> !line.isEmpty())
                                .map(line -> line.length() > MAX ? "too long" : line)
                                .toList());
    }

    private static List<String> cut(byte[] bytes, int chunk) {
        Lines lines = new Lines(MAX);
        List<String> cut = new ArrayList<>();
        for (int at = 0; at < bytes.length; at += chunk) {
            byte[] part = Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + chunk));
            lines.feed(part, part.length);
            Lines.Line line;
            while ((line = lines.next()) != null) {
                cut.add(
                        line.tooLong()
                                ? "too long"
                                : new String(line.bytes(), StandardCharsets.US_ASCII));
            }
        }
        return cut;
    }
}
