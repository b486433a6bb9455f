package io.ipfskit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `runtime cancel` of a service that the daemon cannot be without.
class CancelledServiceTest {
    @TempDir Path folder;

    @Test
    void theDaemonEndsWithCodeOneAndAReasonAndFreesItsData() throws Exception {
        Path data = folder.resolve("data");
        CompletableFuture<Run> daemon =
                CompletableFuture.supplyAsync(
                        () ->
                                Run.of(
                                        "daemon",
                                        "--data-dir=" + data,
                                        "--api-listen=127.0.0.1:0",
                                        "--gateway-listen=127.0.0.1:0"),
                        work -> Thread.ofPlatform().name("daemon").start(work));
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> Files.exists(data.resolve("gateway")) || daemon.isDone());
        String dataDir = "--data-dir=" + data;
        String cid =
                Run.with("kept".getBytes(StandardCharsets.UTF_8), "add", "-Q", dataDir, "-")
                        .out()
                        .strip();
        Run tasks = Run.of("runtime", "tasks", "--json", dataDir);
        Matcher id =
                Pattern.compile("\"id\":\\s*(\\d+),\\s*\"name\":\\s*\"blocks\"")
                        .matcher(tasks.out());
        assertThat(id.find()).as(tasks.out()).isTrue();

        Run cancelled =
                Run.of("runtime", "cancel", id.group(1), "--reason=no longer wanted", dataDir);

        assertThat(cancelled.code()).as(cancelled.err()).isZero();
        Run ended = daemon.get(60, TimeUnit.SECONDS);
        assertThat(ended.code()).as(ended.err()).isEqualTo(1);
        assertThat(ended.err()).contains("stopping: service blocks: no longer wanted");
        assertThat(data.resolve("api")).doesNotExist();
        assertThat(Run.of("cat", dataDir, cid).out()).isEqualTo("kept");
    }
}
