package io.ipfskit.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.SchemaRegistry;

import io.ipfskit.anyio.AnyIO;
import io.ipfskit.anyio.Backends;
import io.ipfskit.anyio.Blocking;
import io.ipfskit.kit.Kit;
import io.ipfskit.kit.KitOptions;
import io.ipfskit.kit.config.Config;
import io.ipfskit.kit.config.LoadOptions;
import io.ipfskit.kit.json.Json;
import io.ipfskit.kit.life.StartRefused;
import io.ipfskit.kit.life.StopReason;
import io.ipfskit.operation.Operation;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;

import tools.jackson.databind.JsonNode;

import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A whole node behind its doors.
@Timeout(120)
@EveryBackend
class HttpDoorsTest {
    @Parameter private String backend = "";
    @TempDir private Path directory;

    private interface Visit {
        void in(URI api, URI gateway, Kit kit) throws Exception;
    }

    private final HttpClient client = HttpClient.newHttpClient();

    private void visit(Config config, Visit visit) throws Exception {
        HttpDoors doors = new HttpDoors();
        var _ =
                AnyIO.run(
                        Backends.named(backend),
                        run ->
                                Kit.<Boolean, Exception>run(
                                        config,
                                        KitOptions.EMBEDDED.withDoors(doors),
                                        kit ->
                                                Blocking.call(() -> {
                                                    visit.in(
                                                            URI.create(kit.addresses().get(0)),
                                                            URI.create(kit.addresses().get(1)),
                                                            kit);
                                                    return true;
                                                })));
    }

    private Config config() throws InterruptedException {
        return Config.embedded(directory.resolve("data"), backend);
    }

    private HttpResponse<String> get(URI uri) throws Exception {
        return client.send(
                HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> add(URI api, String query, String type, String body)
            throws Exception {
        return client.send(
                HttpRequest.newBuilder(api.resolve("/api/v1/ipfs/add" + query))
                        .header("Content-Type", type)
                        .POST(HttpRequest.BodyPublishers.ofString(body, StandardCharsets.UTF_8))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void whatGoesInByRestComesOutByRestAndGateway() throws Exception {
        visit(
                config(),
                (api, gateway, kit) -> {
                    HttpResponse<String> added =
                            add(api, "?name=a.txt", "application/octet-stream", "hello world\n");
                    assertThat(added.statusCode()).as(added.body()).isEqualTo(200);
                    String cid = Json.standard().parse(added.body()).path("cid").asString("");
                    assertThat(cid).startsWith("baf");
                    HttpResponse<String> cat = get(api.resolve("/api/v1/ipfs/cat/" + cid));
                    assertThat(cat.body()).isEqualTo("hello world\n");
                    assertThat(cat.headers().firstValue("ETag")).hasValue("\"" + cid + "\"");
                    assertThat(get(gateway.resolve("/ipfs/" + cid)).body())
                            .isEqualTo("hello world\n");
                    assertThat(get(api.resolve("/api/v1/pin/ls")).body()).contains(cid);
                    assertThat(get(gateway.resolve("/api/v1/pin/ls")).statusCode()).isEqualTo(404);
                });
    }

    @Test
    void aFolderGoesInAsMultipartAndComesOutAsTar() throws Exception {
        visit(
                config(),
                (api, gateway, kit) -> {
                    String body =
                            """
                            --b
                            Content-Disposition: form-data; name="file"; filename="top"
                            Content-Type: application/x-directory


                            --b
                            Content-Disposition: form-data; name="file"; filename="top%2Fempty"
                            Content-Type: application/x-directory


                            --b
                            Content-Disposition: form-data; name="file"; filename="top%2Ffile%C3%A9.txt"
                            Content-Type: application/octet-stream

                            content
                            --b
                            Content-Disposition: form-data; name="file"; filename="top%2Flink"
                            Content-Type: application/symlink

                            file.txt
                            --b--
                            """
                                    .replace("\n", "\r\n");
                    HttpResponse<String> added =
                            add(api, "", "multipart/form-data; boundary=b", body);
                    assertThat(added.statusCode()).as(added.body()).isEqualTo(200);
                    JsonNode json = Json.standard().parse(added.body());
                    assertThat(json.path("items").toString())
                            .contains("fileé.txt")
                            .contains("empty");
                    String cid = json.path("cid").asString("");
                    HttpResponse<byte[]> tar =
                            client.send(
                                    HttpRequest.newBuilder(api.resolve("/api/v1/ipfs/get/" + cid))
                                            .build(),
                                    HttpResponse.BodyHandlers.ofByteArray());
                    assertThat(tar.statusCode()).isEqualTo(200);
                    assertThat(tar.headers().firstValue("Content-Type"))
                            .hasValue("application/x-tar");
                    assertThat(new String(tar.body(), StandardCharsets.UTF_8))
                            .contains("fileé.txt")
                            .contains("content")
                            .contains("empty");
                });
    }

    @Test
    void everyExampleOfEveryReadIsAnswered() throws Exception {
        visit(
                config(),
                (api, gateway, kit) -> {
                    for (String path :
                            List.of(
                                    "ipfs/id",
                                    "ipfs/version",
                                    "repo/stat",
                                    "pin/ls",
                                    "runtime/info",
                                    "runtime/tasks",
                                    "runtime/dump",
                                    "telemetry/config",
                                    "telemetry/grafana",
                                    "config/show",
                                    "admin/operations",
                                    "admin/health",
                                    "cli/commands")) {
                        HttpResponse<String> response = get(api.resolve("/api/v1/" + path));
                        assertThat(response.statusCode()).as(path + response.body()).isEqualTo(200);
                        assertThat(Json.standard().parse(response.body()).isObject()).isTrue();
                    }
                });
    }

    @Test
    void healthReadinessAndDashboardAreServed() throws Exception {
        visit(
                config(),
                (api, gateway, kit) -> {
                    assertThat(get(api.resolve("/healthz")).body()).contains("\"alive\":true");
                    assertThat(get(api.resolve("/readyz")).body()).contains("\"ready\":true");
                    HttpResponse<String> page = get(api.resolve("/"));
                    assertThat(page.statusCode()).isEqualTo(200);
                    assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
                            .contains("script-src 'self'")
                            .contains(gateway.toString())
                            .doesNotContain("unsafe");
                    assertThat(get(api.resolve("/vendor/preact.module.js")).statusCode())
                            .isEqualTo(200);
                    String tag = page.headers().firstValue("ETag").orElse("");
                    HttpResponse<String> again =
                            client.send(
                                    HttpRequest.newBuilder(api.resolve("/"))
                                            .header("If-None-Match", tag)
                                            .build(),
                                    HttpResponse.BodyHandlers.ofString());
                    assertThat(again.statusCode()).isEqualTo(304);
                    for (String path :
                            List.of("/../pom.xml", "/%2e%2e/x", "/js", "/js/", "/no.js", "/.x")) {
                        assertThat(get(URI.create(api + path)).statusCode())
                                .as(path)
                                .isIn(400, 404);
                    }
                });
    }

    @Test
    void theDescriptionIsCompleteAndItsReferencesLeadSomewhere() throws Exception {
        visit(
                config(),
                (api, gateway, kit) -> {
                    JsonNode document =
                            Json.standard().parse(get(api.resolve("/openapi.json")).body());
                    assertThat(document.path("openapi").asString("")).startsWith("3.1");
                    List<String> ids = new ArrayList<>();
                    document.path("paths")
                            .forEach(path ->
                                    path.forEach(operation -> {
                                        ids.add(operation.path("operationId").asString(""));
                                        assertThat(operation.has("responses")).isTrue();
                                    }));
                    assertThat(ids)
                            .doesNotHaveDuplicates()
                            .hasSameSizeAs(
                                    kit.registry().all().stream()
                                            .filter(bound ->
                                                    !bound.operation()
                                                            .exemptions()
                                                            .containsKey(Operation.Door.REST))
                                            .toList());
                    for (JsonNode reference : document.findValues("$ref")) {
                        String pointer = reference.asString("");
                        if (pointer.startsWith("#/components")) {
                            assertThat(document.at(pointer.substring(1)).isMissingNode())
                                    .as(pointer)
                                    .isFalse();
                        }
                    }
                    assertSchemasAreValid(document);
                });
    }

    /// Every schema of the document is one of JSON Schema 2020-12 itself.
    private static void assertSchemasAreValid(JsonNode document) {
        SchemaRegistry schemas =
                SchemaRegistry.withDefaultDialect(
                        com.networknt.schema.SpecificationVersion.DRAFT_2020_12);
        var meta =
                schemas.getSchema(
                        com.networknt.schema.SchemaLocation.of(
                                "https://json-schema.org/draft/2020-12/schema"));
        for (JsonNode schema : document.findValues("schema")) {
            assertThat(meta.validate(schema)).as(schema.toString()).isEmpty();
        }
    }

    @Test
    void aNodeReachableByOthersNeedsATokenAndAsksForIt() throws Exception {
        LoadOptions open =
                LoadOptions.isolated(directory)
                        .withFlag("backend", backend)
                        .withFlag("data_dir", directory.resolve("open").toString())
                        .withFlag("api.listen", "0.0.0.0:0")
                        .withFlag("gateway.listen", "127.0.0.1:0");
        Config refused = Config.load(open);
        assertThatThrownBy(() -> visit(refused, (api, gateway, kit) -> {}))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("token");
        String token = "0123456789abcdef0123";
        Config config = Config.load(open.withEnvironment(Map.of("IPFS_KIT_API_AUTH_TOKEN", token)));
        visit(
                config,
                (api, gateway, kit) -> {
                    assertThat(api.getHost()).isEqualTo("127.0.0.1");
                    URI id = api.resolve("/api/v1/ipfs/id");
                    HttpResponse<String> without = get(id);
                    assertThat(without.statusCode()).isEqualTo(401);
                    assertThat(without.body()).doesNotContain(token);
                    assertThat(get(api.resolve("/healthz")).statusCode()).isEqualTo(200);
                    assertThat(get(api.resolve("/openapi.json")).statusCode()).isEqualTo(401);
                    assertThat(get(api.resolve("/mcp")).statusCode()).isEqualTo(401);
                    HttpResponse<String> with =
                            client.send(
                                    HttpRequest.newBuilder(id)
                                            .header("Authorization", "Bearer " + token)
                                            .build(),
                                    HttpResponse.BodyHandlers.ofString());
                    assertThat(with.statusCode()).isEqualTo(200);
                });
    }

    @Test
    void theAddressesAreWrittenAndRemoved() throws Exception {
        Config config = config();
        Path api = config.dataDir().resolve("api");
        Path gateway = config.dataDir().resolve("gateway");
        visit(
                config,
                (apiUrl, gatewayUrl, kit) -> {
                    assertThat(Files.readString(api).strip())
                            .isEqualTo("/ip4/127.0.0.1/tcp/" + apiUrl.getPort());
                    assertThat(Files.readString(gateway).strip()).isEqualTo(gatewayUrl.toString());
                });
        assertThat(api).doesNotExist();
        assertThat(gateway).doesNotExist();
    }

    @Test
    void aTakenPortRefusesTheStartByName() throws Exception {
        try (ServerSocket taken =
                new ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
            Config config =
                    Config.load(
                            LoadOptions.isolated(directory)
                                    .withFlag("backend", backend)
                                    .withFlag("data_dir", directory.resolve("taken").toString())
                                    .withFlag("api.listen", "127.0.0.1:" + taken.getLocalPort())
                                    .withFlag("gateway.listen", "127.0.0.1:0"));
            assertThatThrownBy(() -> visit(config, (api, gateway, kit) -> {}))
                    .isInstanceOfSatisfying(
                            StartRefused.class,
                            refused ->
                                    assertThat(refused.reason())
                                            .isEqualTo(StartRefused.Reason.PORT_IN_USE))
                    .hasMessageContaining("" + taken.getLocalPort());
        }
    }

    @Test
    void shutdownByRestIsAnsweredBeforeTheEnd() throws Exception {
        HttpDoors doors = new HttpDoors();
        Config config = config();
        StopReason reason =
                AnyIO.run(
                        Backends.named(backend),
                        run ->
                                Kit.<StopReason, Exception>run(
                                        config,
                                        KitOptions.EMBEDDED.withDoors(doors),
                                        kit -> {
                                            URI api = URI.create(kit.addresses().get(0));
                                            HttpResponse<String> response =
                                                    Blocking.call(() ->
                                                            client.send(
                                                                    HttpRequest.newBuilder(
                                                                                    api.resolve(
                                                                                            "/api/v1/daemon/stop"))
                                                                            .POST(
                                                                                    HttpRequest
                                                                                            .BodyPublishers
                                                                                            .noBody())
                                                                            .build(),
                                                                    HttpResponse.BodyHandlers
                                                                            .ofString()));
                                            assertThat(response.statusCode()).isEqualTo(200);
                                            return kit.awaitStop();
                                        }));
        assertThat(reason).isEqualTo(StopReason.SHUTDOWN);
    }
}
