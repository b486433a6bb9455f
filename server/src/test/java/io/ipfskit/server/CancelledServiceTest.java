package io.ipfskit.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipfskit.anyio.AnyIO;
import io.ipfskit.anyio.Backends;
import io.ipfskit.anyio.Blocking;
import io.ipfskit.anyio.TaskGroup;
import io.ipfskit.anyio.TaskInfo;
import io.ipfskit.kit.Kit;
import io.ipfskit.kit.KitOptions;
import io.ipfskit.kit.config.Config;
import io.ipfskit.kit.life.StopReason;
import io.ipfskit.node.content.Content;
import io.ipfskit.node.ops.CatInput;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `DELETE /runtime/tasks/{id}` on a service that the node cannot be without: the node stops, in
/// order, with a reason and exit code 1, and leaves its data directory to the next one.
class CancelledServiceTest {
    @TempDir Path directory;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "threads:data directory",
                "threads:identity",
                "threads:repository log",
                "threads:blocks",
                "threads:node",
                "threads:doors",
                "loop:blocks",
                "platform:repository log"
            })
    void theNodeStopsInOrderAndAnotherMayTakeItsData(String which) throws Exception {
        String backend = which.substring(0, which.indexOf(':'));
        String service = which.substring(which.indexOf(':') + 1);
        Config config = Config.embedded(directory.resolve("data"), backend);
        String[] cid = new String[1];
        StopReason reason =
                AnyIO.<StopReason, Exception>run(
                        Backends.named(backend),
                        _ ->
                                Kit.<StopReason, Exception>run(
                                        config,
                                        KitOptions.EMBEDDED.withDoors(new HttpDoors()),
                                        kit ->
                                                TaskGroup.open(group -> {
                                                    long task = task(service);
                                                    group.fork(
                                                            "client",
                                                            () ->
                                                                    Blocking.call(() ->
                                                                            cid[0] =
                                                                                    visit(
                                                                                            kit,
                                                                                            task)));
                                                    return kit.awaitStop();
                                                })));
        assertThat(reason.text()).isEqualTo("service " + service + ": no longer wanted");
        assertThat(reason.exitCode()).isEqualTo(1);
        assertThat(directory.resolve("data/api")).doesNotExist();
        assertThat(directory.resolve("data/owner")).doesNotExist();
        AnyIO.<Boolean, Exception>run(
                Backends.named(backend),
                _ ->
                        Kit.<Boolean, Exception>run(
                                config,
                                KitOptions.EMBEDDED,
                                kit -> {
                                    try (Content content =
                                            kit.node().content().cat(CatInput.of(cid[0]))) {
                                        assertThat(content.readAll(100))
                                                .asString(StandardCharsets.UTF_8)
                                                .isEqualTo("kept");
                                    }
                                    return true;
                                }));
    }

    private static long task(String service) {
        return AnyIO.current().tasks().stream()
                .filter(live -> live.name().equals(service))
                .mapToLong(TaskInfo::id)
                .findFirst()
                .orElseThrow();
    }

    /// Adds something, then cancels the service; returns the CID.
    private static String visit(Kit kit, long task) throws Exception {
        URI api = URI.create(kit.addresses().getFirst());
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> added =
                    client.send(
                            HttpRequest.newBuilder(api.resolve("/api/v1/ipfs/add"))
                                    .header("Content-Type", "application/octet-stream")
                                    .POST(HttpRequest.BodyPublishers.ofString("kept"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            assertThat(added.statusCode()).as(added.body()).isEqualTo(200);
            Matcher cid = Pattern.compile("\"cid\":\\s*\"(\\w+)\"").matcher(added.body());
            assertThat(cid.find()).as(added.body()).isTrue();
            HttpResponse<String> cancelled =
                    client.send(
                            HttpRequest.newBuilder(
                                            api.resolve(
                                                    "/api/v1/runtime/tasks/"
                                                            + task
                                                            + "?reason=no%20longer%20wanted"))
                                    .DELETE()
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            assertThat(cancelled.statusCode()).as(cancelled.body()).isEqualTo(200);
            return cid.group(1);
        }
    }
}
