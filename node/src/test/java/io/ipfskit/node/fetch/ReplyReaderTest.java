package io.ipfskit.node.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;

class ReplyReaderTest {
    private static String body(String answer, int piece, int room) throws Exception {
        ReplyReader reader =
                new ReplyReader(new ScriptedStream(answer.getBytes(ISO_8859_1), piece));
        reader.head();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteBuffer target = ByteBuffer.allocate(room);
        while (reader.read(target.clear()) >= 0) {
            out.write(target.array(), 0, target.position());
        }
        assertThat(reader.read(target.clear())).isEqualTo(-1);
        return out.toString(ISO_8859_1);
    }

    @Test
    void aBodyOfALengthEndsWithIt() throws Exception {
        String answer = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello and more";
        for (int piece = 1; piece < 20; piece++) {
            assertThat(body(answer, piece, 3)).isEqualTo("hello");
        }
    }

    @Test
    void aBodyOfChunksEndsWithTheEmptyOne() throws Exception {
        String answer =
                "HTTP/1.1 200 OK\r\ntransfer-encoding: Chunked\r\n\r\n"
                        + "5;name=value\r\nhello\r\nA\r\n, you all!\r\n0\r\nTrailer: x\r\n\r\nmore";
        for (int piece = 1; piece < 30; piece++) {
            assertThat(body(answer, piece, 4)).isEqualTo("hello, you all!");
        }
    }

    @Test
    void aBodyWithoutFramingEndsWithTheConnection() throws Exception {
        assertThat(body("HTTP/1.0 200 OK\n\nall of it", 4, 100)).isEqualTo("all of it");
        assertThat(body("HTTP/1.1 204 No Content\r\n\r\nnothing", 4, 100)).isEmpty();
    }

    @Test
    void interimAnswersArePassedOver() throws Exception {
        String interim = "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n";
        String last = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
        assertThat(body(interim + interim + last, 9, 9)).isEqualTo("ok");
        assertThatThrownBy(() -> body(interim.repeat(9) + last, 9, 9))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("interim");
    }

    @Test
    void aLargeReadGoesToTheTargetItself() throws Exception {
        String content = "x".repeat(100_000);
        assertThat(
                        body(
                                "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n" + content,
                                40_000,
                                64 << 10))
                .isEqualTo(content);
    }

    /// A bar is the end of a line.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "SSH-2.0-OpenSSH_9|",
                "HTTP/2 200||",
                "HTTP/1.1 099 x||",
                "HTTP/1.1 2000 x||",
                "HTTP/1.1 101 Switching||",
                "HTTP/1.1 200 OK|",
                "HTTP/1.1 200 OK|no colon||",
                "HTTP/1.1 200 OK|: no name||",
                "HTTP/1.1 200 OK|Content-Length: -1||",
                "HTTP/1.1 200 OK|Content-Length: 5, 5||hello",
                "HTTP/1.1 200 OK|Content-Length: 9999999999999999999||",
                "HTTP/1.1 200 OK|Content-Length: 5|Content-Length: 6||hello!",
                "HTTP/1.1 200 OK|Content-Length: 5||hell",
                "HTTP/1.1 200 OK|" + "Content-Length: 5|" + "Transfer-Encoding: chunked||" + "0||",
                "HTTP/1.1 200 OK|Transfer-Encoding: gzip, chunked||0||",
                "HTTP/1.1 200 OK|Transfer-Encoding: chunked||",
                "HTTP/1.1 200 OK|Transfer-Encoding: chunked||5|hel",
                "HTTP/1.1 200 OK|Transfer-Encoding: chunked||5|hello",
                "HTTP/1.1 200 OK|Transfer-Encoding: chunked||5|hello!|0||",
                "HTTP/1.1 200 OK|Transfer-Encoding: chunked||-5|hello|0||",
                "HTTP/1.1 200 OK|Transfer-Encoding: chunked||ffffffffffffffff|",
                "HTTP/1.1 200 OK|"
                        + "Transfer-Encoding: chunked||"
                        + "5|"
                        + "hello|"
                        + "0|"
                        + "Trailer: x|"
            })
    void whatIsMalformedOrEndsEarlyIsAnErrorAndNeverAnEnd(String answer) {
        assertThatThrownBy(() -> body(answer.replace("|", "\r\n"), 5, 5))
                .isInstanceOf(IOException.class);
    }

    @Test
    void linesAndHeadersAreBounded() {
        String ok = "HTTP/1.1 200 OK\r\n";
        assertThatThrownBy(() ->
                        body(ok + "X: " + "y".repeat(ReplyReader.LINE_MAX) + "\r\n\r\n", 9, 9))
                .hasMessageContaining("line longer");
        assertThatThrownBy(() ->
                        body(ok + "X: y\r\n".repeat(ReplyReader.HEADERS_MAX + 1) + "\r\n", 9, 9))
                .hasMessageContaining("header lines");
    }
}
