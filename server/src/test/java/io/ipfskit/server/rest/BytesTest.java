package io.ipfskit.server.rest;

import static io.ipfskit.server.rest.TestOperations.TOTAL;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipfskit.server.EveryBackend;
import io.ipfskit.server.RawClient;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/// Bytes out, whole and in ranges.
@Timeout(60)
@EveryBackend
class BytesTest {
    private final RestServer rest;

    BytesTest(String backend) throws IOException {
        rest = new RestServer(backend);
    }

    @AfterEach
    void stop() {
        rest.close();
    }

    private HttpResponse<byte[]> bytes(HttpRequest.Builder request) throws Exception {
        return rest.client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private static void assertBytes(byte[] actual, long offset, int length) {
        assertThat(actual).hasSize(length);
        for (int i = 0; i < length; i++) {
            if (actual[i] != TestOperations.byteAt(offset + i)) {
                throw new AssertionError("byte " + i + " differs");
            }
        }
    }

    @Test
    void theWholeHasLengthTagAndName() throws Exception {
        HttpResponse<byte[]> response = bytes(rest.to("/test/bytes/a/b%20%C3%A9.txt"));
        assertThat(response.statusCode()).isEqualTo(200);
        assertBytes(response.body(), 0, TOTAL);
        assertThat(response.headers().firstValue("Content-Length")).hasValue("" + TOTAL);
        assertThat(response.headers().firstValue("ETag")).hasValue("\"tag\"");
        assertThat(response.headers().firstValue("Accept-Ranges")).hasValue("bytes");
        assertThat(response.headers().firstValue("Content-Disposition"))
                .hasValue("attachment; filename=\"b _.txt\"; filename*=UTF-8''b%20%C3%A9.txt");
    }

    @ParameterizedTest
    @CsvSource({
        "bytes=0-0, 0, 1",
        "bytes=0-99, 0, 100",
        "bytes=1000-1999, 1000, 1000",
        "bytes=999999-, 999999, 1",
        "bytes=999000-2000000, 999000, 1000",
        "bytes=-5, 999995, 5",
        "bytes=-2000000, 0, 1000000"
    })
    void aRangeIs206(String range, long offset, int length) throws Exception {
        HttpResponse<byte[]> response = bytes(rest.to("/test/bytes/x").header("Range", range));
        assertThat(response.statusCode()).isEqualTo(206);
        assertBytes(response.body(), offset, length);
        assertThat(response.headers().firstValue("Content-Range"))
                .hasValue("bytes " + offset + "-" + (offset + length - 1) + "/" + TOTAL);
    }

    @ParameterizedTest
    @CsvSource({"bytes=1000000-", "bytes=5000000-5000001", "bytes=-0"})
    void aRangeBeyondTheEndIs416(String range) throws Exception {
        HttpResponse<byte[]> response = bytes(rest.to("/test/bytes/x").header("Range", range));
        assertThat(response.statusCode()).isEqualTo(416);
        assertThat(response.headers().firstValue("Content-Range")).hasValue("bytes */" + TOTAL);
    }

    @ParameterizedTest
    @CsvSource({"bytes=5-2", "bytes=a-b", "lines=1-2", "'bytes=0-1,4-5'", "bytes="})
    void whatIsNoSingleRangeIsIgnored(String range) throws Exception {
        HttpResponse<byte[]> response = bytes(rest.to("/test/bytes/x").header("Range", range));
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).hasSize(TOTAL);
    }

    @Test
    void aRangeOfAnotherVersionIsIgnored() throws Exception {
        HttpRequest.Builder request =
                rest.to("/test/bytes/x").header("Range", "bytes=0-1").header("If-Range", "\"old\"");
        assertThat(bytes(request).statusCode()).isEqualTo(200);
    }

    @Test
    void aPartAskedForByTheInputIsTheWholeAnswer() throws Exception {
        HttpResponse<byte[]> response = bytes(rest.to("/test/bytes/x?offset=10&length=20"));
        assertThat(response.statusCode()).isEqualTo(200);
        assertBytes(response.body(), 10, 20);
    }

    @Test
    void aKnownTagIs304() throws Exception {
        HttpResponse<byte[]> response =
                bytes(rest.to("/test/bytes/x").header("If-None-Match", "\"a\", W/\"tag\""));
        assertThat(response.statusCode()).isEqualTo(304);
        assertThat(response.headers().firstValue("ETag")).hasValue("\"tag\"");
    }

    @Test
    void headHasTheLengthOnly() throws Exception {
        HttpResponse<byte[]> response =
                bytes(rest.to("/test/bytes/x").method("HEAD", HttpRequest.BodyPublishers.noBody()));
        assertThat(response.body()).isEmpty();
        assertThat(response.headers().firstValue("Content-Length")).hasValue("" + TOTAL);
    }

    @Test
    void aStreamThatBreaksIsBrokenOff() throws Exception {
        assertThatThrownBy(() -> bytes(rest.to("/test/bytes/x?break_at=500000")))
                .isInstanceOf(IOException.class);
        try (RawClient client = rest.connect()) {
            String all = client.get("/api/v1/test/bytes/x?break_at=500000").readAll();
            assertThat(all).contains("Content-Length: " + TOTAL);
            assertThat(all.length()).isLessThan(TOTAL);
        }
    }

    @Test
    void aStreamThatBreaksAtOnceIsAProblem() throws Exception {
        HttpResponse<byte[]> response = bytes(rest.to("/test/bytes/x?break_at=0"));
        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.headers().firstValue("Content-Type"))
                .hasValue("application/problem+json");
    }
}
