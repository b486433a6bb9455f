package io.ipfskit.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ipfskit.anyio.AnyIO;
import io.ipfskit.anyio.Backends;
import io.ipfskit.anyio.TaskGroup;
import io.ipfskit.kit.AddOptions;
import io.ipfskit.kit.IpfsKit;
import io.ipfskit.kit.Operations;
import io.ipfskit.kit.PinFilter;
import io.ipfskit.kit.PinOptions;
import io.ipfskit.kit.config.Config;
import io.ipfskit.kit.ops.AdminOperations;
import io.ipfskit.kit.ops.CliOperations;
import io.ipfskit.kit.ops.ConfigOperations;
import io.ipfskit.kit.ops.OperationInfo;
import io.ipfskit.kit.ops.RuntimeOperations;
import io.ipfskit.node.ops.Added;
import io.ipfskit.node.ops.FilesEntry;
import io.ipfskit.node.ops.FilesLsInput;
import io.ipfskit.node.ops.FilesReadInput;
import io.ipfskit.node.ops.FilesWriteInput;
import io.ipfskit.operation.ByteSource;
import io.ipfskit.operation.ByteStream;
import io.ipfskit.operation.ErrorCode;
import io.ipfskit.operation.OperationFailed;
import io.ipfskit.operation.Tree;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// The typed methods of every group, on a node in this process, in the caller's run, and behind a
/// server: the same results and failures.
class FacadesTest {
    @TempDir Path folder;

    @BeforeEach
    void makeContent() throws IOException {
        Path photos = folder.resolve("photos");
        Files.createDirectories(photos.resolve("empty"));
        Files.writeString(photos.resolve("a.jpg"), "not really a photo");
        Files.createSymbolicLink(photos.resolve("link"), Path.of("a.jpg"));
    }

    @Test
    void onANodeOfItsOwn() throws Exception {
        try (IpfsKit kit = IpfsKit.open(Config.embedded(folder.resolve("data")))) {
            check(kit);
        }
    }

    @Test
    void inTheCallersRun() throws Exception {
        Config config = Config.embedded(folder.resolve("data"));
        AnyIO.<Boolean, Exception>run(
                Backends.named("threads"),
                run ->
                        TaskGroup.<Boolean, Exception>open(group -> {
                            try (IpfsKit kit = IpfsKit.within(group, config)) {
                                check(kit);
                            }
                            return true;
                        }));
    }

    @Test
    void behindAServerWhichTheLastCallStops() throws Exception {
        Path data = folder.resolve("data");
        CompletableFuture<Run> daemon =
                CompletableFuture.supplyAsync(
                        () ->
                                Run.of(
                                        "daemon",
                                        "--data-dir",
                                        data.toString(),
                                        "--api-listen",
                                        "127.0.0.1:0",
                                        "--gateway-listen",
                                        "127.0.0.1:0"),
                        work -> Thread.ofPlatform().name("daemon").start(work));
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> Files.exists(data.resolve("gateway")) || daemon.isDone());
        String api = Files.readString(data.resolve("api")).strip();
        try (IpfsKit kit = IpfsKit.connect(ApiAddress.parse(api))) {
            check(kit);
            assertThat(kit.daemon().stop().drain()).isPositive();
        }
        assertThat(daemon.get(60, TimeUnit.SECONDS).code()).isZero();
    }

    private void check(IpfsKit kit) throws Exception {
        Added added = content(kit);
        pins(kit, added);
        files(kit, added);
        repository(kit);
        itself(kit);
        operations(kit);
        assertThat(kit.pin().rm(added.cid(), true).cid()).isEqualTo(added.cid());
    }

    private Added content(IpfsKit kit) throws Exception {
        Added added = kit.ipfs().add(Tree.of(folder.resolve("photos")), AddOptions.defaults());
        assertThat(kit.ipfs().stat(added.path("a.jpg")).size()).isEqualTo(18);
        Path copy = folder.resolve("copy");
        AtomicLong told = new AtomicLong();
        var extracted =
                kit.ipfs().extract(added.cid(), copy, progress -> told.set(progress.done()));
        assertThat(extracted.files()).isEqualTo(2);
        assertThat(extracted.bytes()).isEqualTo(18);
        assertThat(told).hasValue(18);
        assertThat(copy.resolve("a.jpg")).hasContent("not really a photo");
        assertThat(copy.resolve("empty")).isEmptyDirectory();
        assertThat(Files.readSymbolicLink(copy.resolve("link"))).hasToString("a.jpg");
        Path photo = folder.resolve("photo");
        assertThat(kit.ipfs().extract(added.path("a.jpg"), photo).files()).isEqualTo(1);
        assertThat(photo).hasContent("not really a photo");
        assertThatThrownBy(() -> kit.ipfs().extract(added.cid(), copy))
                .isInstanceOfSatisfying(
                        OperationFailed.class,
                        failed -> assertThat(failed.code()).isEqualTo(ErrorCode.ALREADY_EXISTS));
        try (var left = Files.list(folder)) {
            assertThat(left.map(path -> path.getFileName().toString()))
                    .noneMatch(name -> name.endsWith(".part"));
        }
        return added;
    }

    private static void pins(IpfsKit kit, Added added) throws InterruptedException {
        try (var bad = kit.pin().verify(false)) {
            assertThat(bad.next()).isNull();
            assertThat(bad.result().pins()).isPositive();
        }
        String part = kit.ipfs().stat(added.path("a.jpg")).cid();
        var pinned =
                kit.pin()
                        .add(
                                added.cid(),
                                PinOptions.defaults()
                                        .withMetadata(Map.of("album", "1"))
                                        .expiringIn(Duration.ofHours(1)));
        assertThat(pinned.expires()).isNotNull();
        assertThat(kit.pin().update(added.cid(), part, false).blocks()).isEqualTo(1);
        try (var rows = kit.pin().ls(PinFilter.ofType("recursive"))) {
            assertThat(rows.toList(10))
                    .filteredOn(pin -> pin.cid().equals(part))
                    .singleElement()
                    .satisfies(pin -> {
                        assertThat(pin.metadata()).containsEntry("album", "1");
                        assertThat(pin.expires()).isEqualTo(pinned.expires());
                    });
        }
        kit.pin().rm(part, true);
        assertThat(kit.pin().add(added.cid(), PinOptions.defaults()).expires()).isNull();
    }

    private static void files(IpfsKit kit, Added added) throws Exception {
        byte[] bytes = "hello".getBytes(UTF_8);
        kit.files().write(ByteSource.of(bytes), FilesWriteInput.of("/docs/hello"));
        assertThat(kit.files().stat("/docs/hello").size()).isEqualTo(5);
        try (ByteStream content = kit.files().read(new FilesReadInput("/docs/hello", 1, 3L))) {
            ByteBuffer target = ByteBuffer.allocate(10);
            assertThat(content.read(target)).isEqualTo(3);
            assertThat(target.flip()).isEqualTo(ByteBuffer.wrap("ell".getBytes(UTF_8)));
        }
        kit.files().mkdir("/more");
        kit.files().cp("/ipfs/" + added.cid(), "/more/photos");
        kit.files().mv("/docs/hello", "/more");
        kit.files().chmod("0600", "/more/hello");
        kit.files().touch("/more/hello", Instant.ofEpochSecond(1, 5));
        assertThat(kit.files().stat("/more/hello").mtime())
                .isEqualTo("1970-01-01T00:00:01.000000005Z");
        kit.files().chcid("/more", 0, null);
        assertThat(kit.files().flush("/more").cid()).startsWith("Qm");
        try (var rows = kit.files().ls(FilesLsInput.of("/more"))) {
            assertThat(rows.toList(10))
                    .extracting(FilesEntry::name)
                    .containsExactly("hello", "photos");
        }
        kit.files().rm("/more", true);
        assertThatThrownBy(() -> kit.files().stat("/more"))
                .isInstanceOfSatisfying(
                        OperationFailed.class,
                        failed -> assertThat(failed.code()).isEqualTo(ErrorCode.NOT_FOUND));
    }

    private static void repository(IpfsKit kit) throws InterruptedException {
        assertThat(kit.repo().stat().pins()).isPositive();
        try (var bad = kit.repo().verify()) {
            assertThat(bad.next()).isNull();
            assertThat(bad.result().bad()).isZero();
        }
    }

    private static void itself(IpfsKit kit) throws InterruptedException {
        assertThat(kit.telemetry().config().tracesExporter()).isEqualTo("none");
        assertThat(kit.telemetry().grafanaGenerate("alerts").text()).contains("- alert: ");
        assertThat(kit.runtime().info().backend()).isEqualTo("threads");
        assertThat(kit.runtime().tasks().items())
                .extracting(RuntimeOperations.TaskRow::operation)
                .contains((String) null);
        assertThat(kit.runtime().dump().text()).contains("ipfs-kit");
        assertThat(kit.config().show().items())
                .extracting(ConfigOperations.Item::origin)
                .doesNotContainNull();
        assertThat(kit.config().show(false).items())
                .extracting(ConfigOperations.Item::origin)
                .containsOnlyNulls();
        assertThat(kit.config().check().problems()).isEmpty();
        assertThat(kit.cli().commands().items())
                .extracting(CliOperations.Command::command)
                .contains("ipfs-kit exists", "ipfs-kit admin health");
    }

    private static void operations(IpfsKit kit) throws InterruptedException {
        assertThat(kit.admin().health().ready()).isTrue();
        AdminOperations.OperationList running = kit.admin().operations(Operations.Which.RUNNING);
        assertThat(running.items())
                .extracting(OperationInfo::operation)
                .containsExactly("admin.operations");
        String add =
                kit.admin().operations(Operations.Which.ENDED).items().stream()
                        .filter(ended -> ended.operation().equals("ipfs.add"))
                        .map(OperationInfo::id)
                        .findFirst()
                        .orElseThrow();
        assertThat(kit.admin().operation(add).state()).isEqualTo(OperationInfo.State.DONE);
        assertThat(kit.admin().operation(add, Duration.ofSeconds(30)).id()).isEqualTo(add);
        assertThatThrownBy(() -> kit.admin().cancel("none", "why not"))
                .isInstanceOfSatisfying(
                        OperationFailed.class,
                        failed -> assertThat(failed.code()).isEqualTo(ErrorCode.NOT_FOUND));
        assertThatThrownBy(() -> kit.runtime().tasks("none")).isInstanceOf(OperationFailed.class);
    }
}
