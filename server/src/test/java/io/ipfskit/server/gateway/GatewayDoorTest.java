package io.ipfskit.server.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipfskit.anyio.AnyIO;
import io.ipfskit.anyio.Backends;
import io.ipfskit.anyio.Time;
import io.ipfskit.ipld.Block;
import io.ipfskit.ipld.BlockNotFound;
import io.ipfskit.ipld.unixfs.DagNode;
import io.ipfskit.ipld.unixfs.DirectoryBuilder;
import io.ipfskit.ipld.unixfs.FileDagBuilder;
import io.ipfskit.ipld.unixfs.ImportProfile;
import io.ipfskit.ipld.unixfs.Leaf;
import io.ipfskit.ipld.unixfs.UnixFs;
import io.ipfskit.multiformats.Cid;
import io.ipfskit.server.RawClient;
import io.ipfskit.server.TestServer;
import io.ipfskit.server.http.HostPolicy;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class GatewayDoorTest {
    private static final ImportProfile PROFILE = ImportProfile.UNIXFS_V1_2025.withChunkSize(10_000);

    private final Map<Cid, Block> blocks = new ConcurrentHashMap<>();
    private final HttpClient client = HttpClient.newHttpClient();
    private final byte[] big = new byte[100_000];
    private TestServer server;
    private DagNode bigFile;
    private DagNode textFile;
    private DagNode folder;
    private DagNode site;
    private DagNode broken;
    private Cid slow;

    @BeforeAll
    void start() throws Exception {
        for (int i = 0; i < big.length; i++) {
            big[i] = (byte) (i * 17 + i / 255);
        }
        AnyIO.run(
                Backends.named("threads"),
                run -> {
                    build();
                    return null;
                });
        server =
                new TestServer(
                        new GatewayDoor(
                                cid -> {
                                    if (cid.equals(slow)) {
                                        Time.sleepForever();
                                    }
                                    Block block = blocks.get(cid);
                                    if (block == null) {
                                        throw new BlockNotFound(cid);
                                    }
                                    return block;
                                },
                                new HostPolicy(false, Set.of()),
                                Duration.ofSeconds(1)));
    }

    private void put(Block block) {
        blocks.put(block.cid(), block);
    }

    private DagNode file(byte[] bytes) throws IOException, InterruptedException {
        FileDagBuilder builder = new FileDagBuilder(PROFILE, this::put);
        for (int at = 0; at < bytes.length || at == 0; at += PROFILE.chunkSize()) {
            int end = Math.min(bytes.length, at + PROFILE.chunkSize());
            builder.add(Leaf.of(PROFILE, ByteBuffer.wrap(Arrays.copyOfRange(bytes, at, end))));
        }
        return builder.finish();
    }

    private DagNode file(String text) throws IOException, InterruptedException {
        return file(text.getBytes(StandardCharsets.UTF_8));
    }

    private void build() throws IOException, InterruptedException {
        bigFile = file(big);
        textFile = file("hello <b>world</b>");
        DirectoryBuilder siteBuilder = new DirectoryBuilder(PROFILE, this::put);
        siteBuilder.add("index.html", file("<!doctype html><title>site</title>"));
        siteBuilder.add("style.css", file("a{}"));
        site = siteBuilder.finish();
        DirectoryBuilder builder = new DirectoryBuilder(PROFILE, this::put);
        builder.add("big.mp4", bigFile);
        builder.add("<img src=x onerror=alert(1)>&\"'.txt", textFile);
        builder.add("größe 100%#?.txt", textFile);
        builder.add("site", site);
        builder.add("link", UnixFs.symlink(PROFILE, "big.mp4", this::put));
        folder = builder.finish();
        slow = file("never comes").cid();
        byte[] other = big.clone();
        other[95_000]++;
        broken = file(other);
        blocks.remove(
                Leaf.of(PROFILE, ByteBuffer.wrap(Arrays.copyOfRange(other, 90_000, 100_000)))
                        .block()
                        .cid());
    }

    @AfterAll
    void stop() {
        client.close();
        server.close();
    }

    private HttpResponse<byte[]> get(String path, String... headers) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(server.uri(path)).version(HttpClient.Version.HTTP_1_1);
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    private static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    @Test
    void aFileComesWholeWithTagAndImmutableCaching() throws Exception {
        HttpResponse<byte[]> response = get("/ipfs/" + bigFile.cid());
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo(big);
        assertThat(header(response, "ETag")).isEqualTo("\"" + bigFile.cid() + "\"");
        assertThat(header(response, "Cache-Control"))
                .isEqualTo("public, max-age=29030400, immutable");
        assertThat(header(response, "X-Ipfs-Path")).isEqualTo("/ipfs/" + bigFile.cid());
        assertThat(header(response, "X-Ipfs-Roots")).isEqualTo(bigFile.cid().toString());
        assertThat(header(response, "X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(header(response, "Content-Type")).isEqualTo("application/octet-stream");
    }

    @Test
    void aPathIsResolvedAndItsNameGivesTheType() throws Exception {
        HttpResponse<byte[]> response = get("/ipfs/" + folder.cid() + "/big.mp4");
        assertThat(response.body()).isEqualTo(big);
        assertThat(header(response, "Content-Type")).isEqualTo("video/mp4");
        assertThat(header(response, "X-Ipfs-Roots")).isEqualTo(folder.cid() + "," + bigFile.cid());
        HttpResponse<byte[]> named =
                get("/ipfs/" + folder.cid() + "/gr%C3%B6%C3%9Fe%20100%25%23%3F.txt");
        assertThat(text(named)).isEqualTo("hello <b>world</b>");
        assertThat(header(named, "Content-Type")).isEqualTo("text/plain; charset=utf-8");
    }

    @Test
    void rangesAre206And416() throws Exception {
        HttpResponse<byte[]> middle = get("/ipfs/" + bigFile.cid(), "Range", "bytes=9990-10009");
        assertThat(middle.statusCode()).isEqualTo(206);
        assertThat(middle.body()).isEqualTo(Arrays.copyOfRange(big, 9990, 10010));
        assertThat(header(middle, "Content-Range")).isEqualTo("bytes 9990-10009/100000");
        HttpResponse<byte[]> suffix = get("/ipfs/" + bigFile.cid(), "Range", "bytes=-7");
        assertThat(suffix.body()).isEqualTo(Arrays.copyOfRange(big, 99_993, 100_000));
        HttpResponse<byte[]> beyond = get("/ipfs/" + bigFile.cid(), "Range", "bytes=100000-");
        assertThat(beyond.statusCode()).isEqualTo(416);
        assertThat(header(beyond, "Content-Range")).isEqualTo("bytes */100000");
        assertThat(header(beyond, "ETag")).isEmpty();
    }

    @Test
    void aKnownTagIs304WithTagAndCaching() throws Exception {
        for (int i = 0; i < 2; i++) { // the second time from memory
            HttpResponse<byte[]> response =
                    get("/ipfs/" + textFile.cid(), "If-None-Match", "\"" + textFile.cid() + "\"");
            assertThat(response.statusCode()).isEqualTo(304);
            assertThat(header(response, "ETag")).isEqualTo("\"" + textFile.cid() + "\"");
            assertThat(header(response, "Cache-Control")).contains("immutable");
            get("/ipfs/" + textFile.cid());
        }
    }

    @Test
    void headEqualsGetAlsoFromMemory() throws Exception {
        for (int i = 0; i < 2; i++) {
            HttpResponse<byte[]> get = get("/ipfs/" + textFile.cid());
            HttpRequest head =
                    HttpRequest.newBuilder(server.uri("/ipfs/" + textFile.cid()))
                            .version(HttpClient.Version.HTTP_1_1)
                            .method("HEAD", HttpRequest.BodyPublishers.noBody())
                            .build();
            HttpResponse<byte[]> response =
                    client.send(head, HttpResponse.BodyHandlers.ofByteArray());
            assertThat(response.body()).isEmpty();
            for (String name :
                    new String[] {"Content-Length", "Content-Type", "ETag", "X-Ipfs-Path"}) {
                assertThat(header(response, name))
                        .as(name)
                        .isEqualTo(header(get, name))
                        .isNotEmpty();
            }
        }
    }

    @Test
    void aFolderIsAPageWithEscapedNames() throws Exception {
        HttpResponse<byte[]> response = get("/ipfs/" + folder.cid() + "/");
        String page = text(response);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(header(response, "Content-Type")).isEqualTo("text/html; charset=utf-8");
        assertThat(header(response, "Content-Security-Policy")).contains("default-src 'none'");
        assertThat(header(response, "ETag")).startsWith("\"DirIndex-").contains("" + folder.cid());
        assertThat(page)
                .contains("&lt;img src=x onerror=alert(1)&gt;&amp;&quot;&#39;.txt")
                .doesNotContain("<img")
                .contains("href=\"./gr%C3%B6%C3%9Fe%20100%25%23%3F.txt\"")
                .contains("big.mp4");
    }

    @Test
    void aFolderWithoutSlashIsRedirected() throws Exception {
        HttpResponse<byte[]> response = get("/ipfs/" + folder.cid() + "/site?a=b");
        assertThat(response.statusCode()).isEqualTo(301);
        assertThat(header(response, "Location")).isEqualTo("/ipfs/" + folder.cid() + "/site/?a=b");
    }

    @Test
    void indexHtmlStandsForItsFolder() throws Exception {
        HttpResponse<byte[]> response = get("/ipfs/" + folder.cid() + "/site/");
        assertThat(text(response)).contains("<title>site</title>");
        assertThat(header(response, "Content-Type")).isEqualTo("text/html; charset=utf-8");
    }

    @Test
    void aNameToSaveUnderMayBeGiven() throws Exception {
        HttpResponse<byte[]> response =
                get("/ipfs/" + textFile.cid() + "?filename=n%C3%A4me.html&download=true");
        assertThat(header(response, "Content-Disposition"))
                .isEqualTo("attachment; filename=\"n_me.html\"; filename*=UTF-8''n%C3%A4me.html");
        assertThat(header(response, "Content-Type")).isEqualTo("text/html; charset=utf-8");
    }

    @Test
    void linksOfTheSchemeAreRedirected() throws Exception {
        HttpResponse<byte[]> response = get("/ipfs/?uri=ipfs%3A%2F%2F" + folder.cid() + "%2Fsite");
        assertThat(response.statusCode()).isEqualTo(301);
        assertThat(header(response, "Location")).isEqualTo("/ipfs/" + folder.cid() + "/site");
    }

    @Test
    void errorsHaveTheirStatus() throws Exception {
        Cid missing = Leaf.of(PROFILE, ByteBuffer.wrap(new byte[] {1, 2, 3})).block().cid();
        assertThat(get("/ipfs/nonsense").statusCode()).isEqualTo(400);
        assertThat(get("/ipfs/" + folder.cid() + "/%2E%2E/x").statusCode()).isEqualTo(400);
        assertThat(get("/ipfs/" + folder.cid() + "/nothing").statusCode()).isEqualTo(404);
        assertThat(get("/ipfs/" + textFile.cid() + "/below").statusCode()).isEqualTo(404);
        assertThat(get("/ipfs/" + missing).statusCode()).isEqualTo(404);
        assertThat(get("/api/v1/ipfs/id").statusCode()).isEqualTo(404);
        assertThat(get("/ipns/example").statusCode()).isEqualTo(501);
        HttpRequest post =
                HttpRequest.newBuilder(server.uri("/ipfs/" + textFile.cid()))
                        .POST(HttpRequest.BodyPublishers.ofString("x"))
                        .build();
        HttpResponse<String> response = client.send(post, HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(header(response, "Allow")).isEqualTo("GET, HEAD");
    }

    @Test
    void anotherHostIs421AlsoForWhatIsInMemory() throws Exception {
        get("/ipfs/" + textFile.cid());
        get("/ipfs/" + textFile.cid());
        try (RawClient raw = server.connect()) {
            assertThat(
                            raw.send(
                                            "GET /ipfs/"
                                                    + textFile.cid()
                                                    + " HTTP/1.1\r\nHost: evil.example\r\n\r\n")
                                    .readResponse())
                    .startsWith("HTTP/1.1 421");
        }
    }

    @Test
    void aMissingBlockBreaksTheAnswerOff() {
        assertThatThrownBy(() -> get("/ipfs/" + broken.cid())).isInstanceOf(IOException.class);
    }

    @Test
    void contentThatDoesNotComeIs504() throws Exception {
        assertThat(get("/ipfs/" + slow).statusCode()).isEqualTo(504);
    }

    @Test
    void aSymlinkIsItsTarget() throws Exception {
        HttpResponse<byte[]> response = get("/ipfs/" + folder.cid() + "/link");
        assertThat(text(response)).isEqualTo("big.mp4");
        assertThat(header(response, "Content-Type")).isEqualTo("inode/symlink");
    }
}
