package io.ipfskit.interop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// REST and gateway, spoken to by curl, tar and the JDK's client.
class HttpTest {
    @TempDir Path temp;

    @Test
    void aFolderGoesInAsMultipartAndComesBackEqualAsTar() throws Exception {
        Path curl = Required.program("curl");
        Path tar = Required.program("tar");
        Path folder = Files.createDirectory(temp.resolve("folder"));
        Files.writeString(folder.resolve("Ünïcödé.txt"), "text");
        Files.createDirectories(folder.resolve("deep/er"));
        Trees.file(folder.resolve("deep/er/data"), 2_500_000, 1);
        Files.createDirectory(folder.resolve("empty"));
        Files.createSymbolicLink(folder.resolve("link"), Path.of("deep/er/data"));
        Path target = temp.resolve("target");
        Files.writeString(target, "deep/er/data");
        try (Product.Daemon daemon = Product.daemon(temp.resolve("data"))) {
            Product.Result added =
                    Product.execute(
                                    Product.builder(
                                            List.of(
                                                    curl.toString(),
                                                    "-fsS",
                                                    "-F",
                                                    "file=@"
                                                            + folder.resolve("Ünïcödé.txt")
                                                            + ";filename=folder/%C3%9Cn%C3%AFc%C3%B6d%C3%A9.txt",
                                                    "-F",
                                                    "file=@"
                                                            + folder.resolve("deep/er/data")
                                                            + ";filename=folder%2Fdeep%2Fer%2Fdata",
                                                    "-F",
                                                    "file=;filename=folder%2Fempty;type=application/x-directory",
                                                    "-F",
                                                    "file=@"
                                                            + target
                                                            + ";filename=folder%2Flink;type=application/symlink",
                                                    daemon.api() + "/api/v1/ipfs/add")))
                            .ok();
            String cid =
                    added.out().replaceAll("(?s).*?\"cid\":\"(baf[a-z2-7]+)\",\"name\".*", "$1");
            Path archive = temp.resolve("folder.tar");
            Product.execute(
                            Product.builder(
                                    List.of(
                                            curl.toString(),
                                            "-fsS",
                                            "-o",
                                            archive.toString(),
                                            daemon.api() + "/api/v1/ipfs/get/" + cid)))
                    .ok();
            Path back = Files.createDirectory(temp.resolve("back"));
            Product.execute(
                            Product.builder(
                                    List.of(
                                            tar.toString(),
                                            "-xf",
                                            archive.toString(),
                                            "--strip-components=1",
                                            "-C",
                                            back.toString())))
                    .ok();
            Trees.assertSame(folder, back);
        }
    }

    @Test
    void theGatewayServesContentWithRangesValidatorsAndListings() throws Exception {
        Path folder = Files.createDirectory(temp.resolve("folder"));
        Files.writeString(folder.resolve("page <b>.txt"), "0123456789");
        try (Product.Daemon daemon = Product.daemon(temp.resolve("data"))) {
            String cid = daemon.run("add", "-r", "-Q", folder.toString()).ok().lastLine();
            String file = daemon.gateway() + "/ipfs/" + cid + "/page%20%3Cb%3E.txt";
            HttpResponse<String> part =
                    daemon.send(request(file).header("Range", "bytes=2-4").build());
            assertThat(part.statusCode()).isEqualTo(206);
            assertThat(part.body()).isEqualTo("234");
            assertThat(part.headers().firstValue("Content-Range")).hasValue("bytes 2-4/10");
            HttpResponse<String> whole = daemon.send(request(file).build());
            assertThat(whole.headers().firstValue("Cache-Control").orElse(""))
                    .contains("immutable");
            String tag = whole.headers().firstValue("ETag").orElseThrow();
            assertThat(daemon.send(request(file).header("If-None-Match", tag).build()).statusCode())
                    .isEqualTo(304);
            assertThat(daemon.send(request(file).header("Range", "bytes=20-").build()).statusCode())
                    .isEqualTo(416);
            HttpResponse<String> listing =
                    daemon.send(request(daemon.gateway() + "/ipfs/" + cid + "/").build());
            assertThat(listing.statusCode()).isEqualTo(200);
            assertThat(listing.body()).contains("page &lt;b&gt;.txt").doesNotContain("page <b>");
            assertThat(
                            daemon.send(request(daemon.gateway() + "/ipfs/nonsense").build())
                                    .statusCode())
                    .isEqualTo(400);
            assertThat(
                            daemon.send(request(daemon.gateway() + "/api/v1/ipfs/id").build())
                                    .statusCode())
                    .isEqualTo(404);
        }
    }

    @Test
    void failuresAreProblemDetailsThatNameTheOperation() throws Exception {
        try (Product.Daemon daemon = Product.daemon(temp.resolve("data"))) {
            HttpResponse<String> malformed = daemon.get("/api/v1/ipfs/cat/bafynonsense");
            assertThat(malformed.statusCode()).isEqualTo(422);
            assertThat(malformed.headers().firstValue("Content-Type").orElse(""))
                    .startsWith("application/problem+json");
            assertThat(malformed.body())
                    .contains("\"code\":\"invalid_argument\"")
                    .contains("\"operation\":\"ipfs.cat\"")
                    .contains("bafynonsense");
            HttpResponse<String> unknown =
                    daemon.send(
                            request(daemon.api() + "/api/v1/pin/add")
                                    .header("Content-Type", "application/json")
                                    .POST(HttpRequest.BodyPublishers.ofString("{\"pth\":\"x\"}"))
                                    .build());
            assertThat(unknown.statusCode()).isIn(400, 422);
            assertThat(unknown.body()).contains("pth");
            HttpResponse<String> foreign =
                    daemon.send(
                            request(daemon.api() + "/api/v1/ipfs/id")
                                    .header("Origin", "https://evil.example")
                                    .build());
            assertThat(foreign.statusCode()).isEqualTo(403);
            assertThat(daemon.get("/openapi.json").body())
                    .containsPattern("\"openapi\"\\s*:\\s*\"3\\.1");
        }
    }

    private static HttpRequest.Builder request(String uri) {
        return HttpRequest.newBuilder(URI.create(uri));
    }
}
