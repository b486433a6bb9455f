package io.ipfskit.server.rest;

import static io.ipfskit.server.rest.RestServer.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipfskit.kit.Operations;
import io.ipfskit.server.EveryBackend;
import io.ipfskit.server.RawClient;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/// Bytes and folders in.
@Timeout(60)
@SuppressWarnings("StringConcatToTextBlock") // line ends are part of what is tested
@EveryBackend
class UploadTest {
    private final RestServer rest;

    UploadTest(String backend) throws IOException {
        rest = new RestServer(backend);
    }

    @AfterEach
    void stop() {
        rest.close();
    }

    private static String crc(byte[] bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes);
        return Long.toHexString(crc.getValue());
    }

    @Test
    void aFolderComesAsKuboSendsIt() throws Exception {
        HttpResponse<String> response =
                rest.multipart(
                        "/test/add",
                        """
                        --xYz
                        Content-Disposition: form-data; name="file"; filename="photos"
                        Content-Type: application/x-directory

                        --xYz
                        Content-Disposition: form-data; name="file"; filename="photos%2Fa+b.txt"; mode=0640; mtime=1700000000
                        Content-Type: application/octet-stream

                        hello
                        --xYz
                        Content-Disposition: form-data; name="file"; filename="photos%2Fempty"
                        Content-Type: application/x-directory


                        --xYz
                        Content-Disposition: form-data; name="file"; filename="photos%2Flink"
                        Content-Type: application/symlink

                        ../elsewhere
                        --xYz
                        Content-Disposition: form-data; name="file"; filename="photos/größe 100%.txt"

                        """
                                + "--almost a boundary\n--xYz--\n");
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        JsonNode items = json(response).path("items");
        assertThat(items).hasSize(5);
        assertThat(items.get(0).toString()).contains("\"photos\"").contains("directory");
        assertThat(items.get(1).path("path").asString("")).isEqualTo("photos/a b.txt");
        assertThat(items.get(1).path("crc").asString(""))
                .isEqualTo(crc("hello".getBytes(StandardCharsets.UTF_8)));
        assertThat(items.get(1).path("mode").asInt(0)).isEqualTo(0640);
        assertThat(items.get(1).path("modified").asLong(0)).isEqualTo(1_700_000_000L);
        assertThat(items.get(2).path("path").asString("")).isEqualTo("photos/empty");
        assertThat(items.get(3).path("target").asString("")).isEqualTo("../elsewhere");
        assertThat(items.get(4).path("path").asString("")).isEqualTo("photos/größe 100%.txt");
        assertThat(items.get(4).path("crc").asString(""))
                .isEqualTo(crc("--almost a boundary".getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void contentThatNobodyReadIsSkipped() throws Exception {
        HttpResponse<String> response =
                rest.multipart(
                        "/test/add",
                        "--xYz\nContent-Disposition: form-data; filename=\"skipped\"\n\n"
                                + "z".repeat(300_000)
                                + "\n"
                                + "--xYz\n"
                                + "Content-Disposition: form-data; filename=\"b\"\n\n"
                                + "b\n"
                                + "--xYz--");
        assertThat(json(response).path("items").get(1).path("path").asString("")).isEqualTo("b");
    }

    @Test
    void aBodyWithoutItsEndIsRefused() throws Exception {
        HttpResponse<String> response =
                rest.multipart(
                        "/test/add",
                        "--xYz\nContent-Disposition: form-data; filename=\"a\"\n\nhalf a fi");
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(json(response).path("detail").asString("")).contains("broke off");
    }

    @Test
    void aPathThatLeavesTheTreeIsRefused() throws Exception {
        for (String name : new String[] {"..%2Fa", "a/../../b", "..", "%2E%2E/x"}) {
            HttpResponse<String> response =
                    rest.multipart(
                            "/test/add",
                            "--xYz\nContent-Disposition: form-data; filename=\""
                                    + name
                                    + "\"\n\nx\n--xYz--\n");
            assertThat(response.statusCode()).as(name).isEqualTo(400);
        }
    }

    @Test
    void rawBytesAreOneFile() throws Exception {
        byte[] bytes = new byte[1_500_000];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i * 13);
        }
        HttpResponse<String> response =
                rest.send(
                        rest.to("/test/add?name=x")
                                .POST(HttpRequest.BodyPublishers.ofByteArray(bytes)));
        assertThat(json(response).path("items").get(0).path("crc").asString(""))
                .isEqualTo(crc(bytes));
    }

    @Test
    void noBytesAreAnEmptyFile() throws Exception {
        HttpResponse<String> response =
                rest.send(rest.to("/test/put").POST(HttpRequest.BodyPublishers.noBody()));
        assertThat(response.body()).isEqualTo("{\"count\":0}");
    }

    @Test
    void bytesMayComeAsTheFirstPartOfAForm() throws Exception {
        HttpResponse<String> response =
                rest.multipart(
                        "/test/put",
                        "--xYz\n"
                                + "Content-Disposition: form-data; name=\"f\"; filename=\"a\"\n\n"
                                + "hello\n"
                                + "--xYz--\n");
        assertThat(response.body()).isEqualTo("{\"count\":5}");
    }

    /// As browsers do. The rows are larger than all buffers of sockets together.
    @Test
    void aClientThatReadsNothingBeforeItHasSentAllIsServed() throws Exception {
        int count = 30_000;
        StringBuilder body = new StringBuilder();
        for (int i = 0; i < count; i++) {
            body.append("--xYz\r\nContent-Disposition: form-data; filename=\"")
                    .append("a-long-name-of-a-file-".repeat(8))
                    .append(i)
                    .append("\"\r\n\r\n\r\n");
        }
        byte[] bytes = (body + "--xYz--\r\n").getBytes(StandardCharsets.UTF_8);
        try (RawClient client = rest.connect()) {
            client.send(
                            "POST /api/v1/test/add HTTP/1.1\r\n"
                                    + "Host: a\r\n"
                                    + "Accept: text/event-stream\r\n"
                                    + "Connection: close\r\n"
                                    + "Content-Type: multipart/form-data; boundary=xYz\r\n"
                                    + "Content-Length: "
                                    + bytes.length
                                    + "\r\n\r\n")
                    .send(bytes);
            assertThat(client.readAll())
                    .startsWith("HTTP/1.1 200")
                    .contains("event: result\ndata: {\"count\":" + count + "}");
        }
    }

    @Test
    void leavingWithinAnUploadEndsTheOperation() throws Exception {
        try (RawClient client = rest.connect()) {
            client.send(
                    "POST /api/v1/test/put HTTP/1.1\r\n"
                            + "Host: a\r\n"
                            + "Content-Length: 100000\r\n\r\n"
                            + "abc");
            while (rest.calls.runningCount() == 0) {
                Thread.onSpinWait();
            }
        }
        while (rest.calls.runningCount() > 0) {
            Thread.onSpinWait();
        }
        assertThat(rest.calls.list(Operations.Which.ENDED))
                .last()
                .matches(run -> run.operation().equals("test.put"));
    }
}
