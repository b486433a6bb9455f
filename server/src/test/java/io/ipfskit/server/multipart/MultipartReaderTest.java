package io.ipfskit.server.multipart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipfskit.operation.OperationFailed;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

import org.junit.jupiter.api.Test;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

class MultipartReaderTest {
    /// Parts as `name=content`, read from pieces of the given size.
    private static List<String> read(byte[] body, int piece)
            throws IOException, InterruptedException {
        ByteBuffer source = ByteBuffer.wrap(body);
        MultipartReader reader =
                new MultipartReader(
                        target -> {
                            if (!source.hasRemaining()) {
                                return -1;
                            }
                            int count =
                                    Math.min(
                                            piece,
                                            Math.min(source.remaining(), target.remaining()));
                            target.put(source.slice(source.position(), count));
                            source.position(source.position() + count);
                            return count;
                        },
                        "b");
        List<String> parts = new ArrayList<>();
        for (PartHeader header = reader.next(); header != null; header = reader.next()) {
            ByteBuffer content = ByteBuffer.allocate(body.length + 1);
            while (reader.read(content) >= 0) {
                // on
            }
            parts.add(
                    header.name()
                            + "="
                            + new String(
                                    content.array(),
                                    0,
                                    content.position(),
                                    StandardCharsets.ISO_8859_1));
        }
        return parts;
    }

    private static List<String> read(String body) throws IOException, InterruptedException {
        byte[] bytes = body.getBytes(StandardCharsets.ISO_8859_1);
        List<String> whole = read(bytes, bytes.length);
        assertThat(read(bytes, 1)).isEqualTo(whole);
        return whole;
    }

    private static String part(String name, String content) {
        return "--b\r\nContent-Disposition: form-data; name=\""
                + name
                + "\"\r\n\r\n"
                + content
                + "\r\n";
    }

    @Test
    void partsComeInOrderWithTheirContent() throws Exception {
        assertThat(read(part("a", "1") + part("b", "") + part("c", "3\r\n") + "--b--\r\n"))
                .containsExactly("a=1", "b=", "c=3\r\n");
    }

    @Test
    void whatLooksLikeABoundaryIsContent() throws Exception {
        assertThat(read(part("a", "\r\n--\r\n-b\r\n--B\r\r\n--c\r") + "--b--"))
                .containsExactly("a=\r\n--\r\n-b\r\n--B\r\r\n--c\r");
    }

    @Test
    void preambleAndEpilogueAreIgnored() throws Exception {
        assertThat(read("hello\r\n" + part("a", "1") + "--b--\r\nbye\r\n--b\r\n"))
                .containsExactly("a=1");
    }

    @Test
    void aBoundaryRightAfterAHeaderEndsAnEmptyPart() throws Exception {
        assertThat(
                        read(
                                "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n"
                                        + part("b", "2")
                                        + "--b--"))
                .containsExactly("a=", "b=2");
    }

    @Test
    void noPartsAtAll() throws Exception {
        assertThat(read("--b--\r\n")).isEmpty();
    }

    @Test
    void aBodyThatEndsEarlyIsToldAndNeverShort() {
        String whole = part("a", "12345") + "--b--";
        for (int length = 0; length < whole.length() - 1; length++) {
            String cut = whole.substring(0, length);
            assertThatThrownBy(() -> read(cut)).as(cut).isInstanceOf(EOFException.class);
        }
    }

    @Test
    void headersAreBounded() {
        assertThatThrownBy(() -> read("--b\r\nX: " + "y".repeat(20_000) + "\r\n\r\n\r\n--b--"))
                .isInstanceOf(OperationFailed.class)
                .hasMessageContaining("part header");
        assertThatThrownBy(() -> read("x".repeat(100_000) + "\r\n--b--"))
                .isInstanceOf(OperationFailed.class);
    }

    @Test
    void fileNamesOfBrowsersAreReadAsTheyAre() {
        PartHeader header =
                PartHeader.parse(
                        "Content-Disposition: form-data; name=\"f\"; filename=\"C:\\dir\\a"
                                + " \\\"b\\\".txt\"\r\n"
                                + "Content-Type: Text/Plain; charset=x\r\n\r\n");
        assertThat(header.fileName()).isEqualTo("C:\\dir\\a \"b\".txt");
        assertThat(header.contentType()).isEqualTo("text/plain");
    }

    @Property(tries = 300)
    void anyContentComesBackWholeInAnyPieces(
            @ForAll @Size(max = 400) byte[] random, @ForAll @IntRange(min = 1, max = 50) int piece)
            throws Exception {
        String content = new String(random, StandardCharsets.ISO_8859_1).replace("\r\n--b", "");
        String body = part("a", content.startsWith("--b") ? "" : content) + "--b--";
        assertThat(read(body.getBytes(StandardCharsets.ISO_8859_1), piece))
                .containsExactly("a=" + (content.startsWith("--b") ? "" : content));
    }

    @Property(tries = 300)
    void anyBytesAreReadOrRefused(@ForAll @Size(max = 300) byte[] random) {
        byte[] body = new byte[random.length + 5];
        System.arraycopy("--b\r\n".getBytes(StandardCharsets.US_ASCII), 0, body, 0, 5);
        System.arraycopy(random, 0, body, 5, random.length);
        try {
            assertThat(read(body, 7)).isNotNull();
        } catch (EOFException | OperationFailed refused) {
            assertThat(refused).hasMessageContaining("multipart body");
        } catch (IOException | InterruptedException other) {
            throw new AssertionError(other);
        }
    }
}
