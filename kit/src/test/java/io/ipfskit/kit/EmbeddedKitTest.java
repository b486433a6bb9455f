package io.ipfskit.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ipfskit.anyio.AnyIO;
import io.ipfskit.anyio.Backends;
import io.ipfskit.anyio.CancelScope;
import io.ipfskit.anyio.ClosedResource;
import io.ipfskit.anyio.TaskGroup;
import io.ipfskit.kit.config.Config;
import io.ipfskit.kit.life.StartRefused;
import io.ipfskit.kit.ops.AdminOperations;
import io.ipfskit.kit.ops.CliOperations;
import io.ipfskit.kit.ops.ConfigOperations;
import io.ipfskit.kit.ops.RuntimeOperations;
import io.ipfskit.node.content.Content;
import io.ipfskit.node.ops.Added;
import io.ipfskit.node.ops.AddedEntry;
import io.ipfskit.node.ops.IpfsOperations;
import io.ipfskit.node.ops.LsEntry;
import io.ipfskit.node.ops.Pin;
import io.ipfskit.operation.ByteSource;
import io.ipfskit.operation.ErrorCode;
import io.ipfskit.operation.OperationFailed;
import io.ipfskit.operation.Tree;
import io.ipfskit.operation.Tree.Entry;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

/// The Java API on a real node, from foreign threads and from tasks of the same run.
class EmbeddedKitTest {
    private static final String MISSING =
            "bafkreifzjut3te7nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e";

    @TempDir Path folder;

    private Config config() throws InterruptedException {
        return Config.embedded(folder.resolve("data"));
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String bytesOf(Content content) throws IOException, InterruptedException {
        try (content) {
            var out = new ByteArrayOutputStream();
            content.transferTo(out);
            return out.toString(StandardCharsets.UTF_8);
        }
    }

    @Test
    void whatIsAddedComesBack() throws Exception {
        try (IpfsKit kit = IpfsKit.open(config())) {
            Added added = kit.ipfs().add(ByteSource.of(text("hello")), AddOptions.defaults());
            assertThat(added.size()).isEqualTo(5);
            assertThat(bytesOf(kit.ipfs().cat(added.cid()))).isEqualTo("hello");
            assertThat(bytesOf(kit.ipfs().cat(added.cid(), 1, 3L))).isEqualTo("ell");
            assertThat(kit.ipfs().stat(added.cid()).type()).isEqualTo("file");
            assertThat(kit.ipfs().exists(added.cid()).exists()).isTrue();
            assertThat(kit.pin().ls(PinFilter.ofType("recursive")).toList(10))
                    .extracting(Pin::cid)
                    .containsExactly(added.cid());
        }
    }

    @Test
    void whatWasAddedIsThereAfterANewStart() throws Exception {
        String cid;
        String peer;
        try (IpfsKit kit = IpfsKit.open(config())) {
            cid = kit.ipfs().add(ByteSource.of(text("durable")), AddOptions.defaults()).cid();
            peer = kit.ipfs().id().peerId();
        }
        try (IpfsKit kit = IpfsKit.open(config())) {
            assertThat(bytesOf(kit.ipfs().cat(cid))).isEqualTo("durable");
            assertThat(kit.ipfs().id().peerId()).isEqualTo(peer);
        }
    }

    @Test
    void largeContentStreamsThroughInChunks() throws Exception {
        byte[] large = new byte[3_000_001];
        new Random(7).nextBytes(large);
        try (IpfsKit kit = IpfsKit.open(config())) {
            Added added = kit.ipfs().add(ByteSource.of(large), AddOptions.defaults());
            var out = new ByteArrayOutputStream();
            try (Content content = kit.ipfs().cat(added.cid())) {
                assertThat(content.length()).isEqualTo(large.length);
                assertThat(content.cid()).hasToString(added.cid());
                content.transferTo(out);
            }
            assertThat(out.toByteArray()).isEqualTo(large);
        }
    }

    @Test
    void aFolderGivesOneRowPerEntryAndCanBeListed() throws Exception {
        List<String> paths = new ArrayList<>();
        try (IpfsKit kit = IpfsKit.open(config())) {
            Added added =
                    kit.ipfs()
                            .add(
                                    Tree.of(
                                            List.of(
                                                    Entry.file(
                                                            "album/a.txt",
                                                            ByteSource.of(text("a"))),
                                                    Entry.file(
                                                            "album/b.txt",
                                                            ByteSource.of(text("b"))))),
                                    AddOptions.defaults()
                                            .withOnItem(
                                                    row -> paths.add(((AddedEntry) row).path())));
            assertThat(paths).containsExactly("album/a.txt", "album/b.txt", "album");
            assertThat(kit.ipfs().ls(added.cid()).toList(10))
                    .extracting(LsEntry::name)
                    .containsExactly("a.txt", "b.txt");
            assertThat(bytesOf(kit.ipfs().cat(added.cid() + "/b.txt"))).isEqualTo("b");
        }
    }

    @Test
    void aMissingBlockIsNotFoundBeforeAnyByte() throws Exception {
        try (IpfsKit kit = IpfsKit.open(config())) {
            OperationFailed failed =
                    catchThrowableOfType(
                            OperationFailed.class, () -> kit.ipfs().cat(MISSING).close());
            assertThat(failed.code()).isEqualTo(ErrorCode.NOT_FOUND);
            assertThat(failed.failure().operation()).isEqualTo("ipfs.cat");
            assertThat(failed.failure().operationId()).isNotBlank();
        }
    }

    @Test
    void closingAStreamEarlyEndsItsOperation() throws Exception {
        byte[] large = new byte[3_000_000];
        try (IpfsKit kit = IpfsKit.open(config())) {
            Added added = kit.ipfs().add(ByteSource.of(large), AddOptions.defaults());
            Content content = kit.ipfs().cat(added.cid());
            assertThat(running(kit)).contains("ipfs.cat");
            content.close();
            assertThat(running(kit)).doesNotContain("ipfs.cat");
        }
    }

    private static List<String> running(IpfsKit kit) throws InterruptedException {
        return kit
                .call(AdminOperations.OPERATIONS, new AdminOperations.OperationsInput("running"))
                .items()
                .stream()
                .map(info -> info.operation())
                .toList();
    }

    @Test
    void theNodeTellsAboutItself() throws Exception {
        try (IpfsKit kit = IpfsKit.open(config())) {
            assertThat(kit.ipfs().version().version()).isEqualTo("0.1.0-SNAPSHOT");
            assertThat(kit.info().location()).isEqualTo("embedded");
            assertThat(kit.capabilities().operations()).contains("ipfs.add", "admin.health");
            var health = kit.call(AdminOperations.HEALTH, new AdminOperations.HealthInput());
            assertThat(health.status()).isEqualTo("ok");
            assertThat(health.missing())
                    .isEqualTo(kit.capabilities().missing())
                    .allSatisfy(missing -> {
                        assertThat(missing.reason()).isNotBlank();
                        assertThat(missing.fix()).isNotBlank();
                    })
                    .extracting(Capabilities.Missing::name)
                    .contains("network", "listeners", "metrics");
            assertThat(health.components())
                    .extracting(c -> c.name())
                    .startsWith("data directory", "identity");
            var tasks = kit.call(RuntimeOperations.TASKS, new RuntimeOperations.TasksInput(null));
            assertThat(tasks.items())
                    .extracting(t -> t.name())
                    .contains("runtime.tasks", "repository log");
            assertThat(kit.call(RuntimeOperations.DUMP, new RuntimeOperations.DumpInput()).text())
                    .contains("runtime.dump");
            var shown = kit.call(ConfigOperations.SHOW, new ConfigOperations.ShowInput(true));
            assertThat(shown.items())
                    .anySatisfy(item -> assertThat(item.origin()).isEqualTo("flag"));
            var commands = kit.call(CliOperations.COMMANDS, new CliOperations.CommandsInput());
            assertThat(commands.items())
                    .extracting(c -> c.command())
                    .contains("ipfs-kit add", "ipfs-kit pin ls");
        }
    }

    @Test
    void theCatalogIsTheRegistry() throws Exception {
        try (IpfsKit kit = IpfsKit.open(config())) {
            assertThat(kit.capabilities().operations())
                    .containsExactlyElementsOf(Catalog.all().stream().map(o -> o.id()).toList());
        }
    }

    @Test
    void aSecondNodeOnTheSameDataIsRefused() throws Exception {
        try (IpfsKit kit = IpfsKit.open(config())) {
            assertThatThrownBy(() -> IpfsKit.open(config()).close())
                    .isInstanceOfSatisfying(
                            StartRefused.class,
                            refused -> assertThat(refused.exitCode()).isEqualTo(6));
            assertThat(kit.ipfs().id().peerId()).isNotBlank();
        }
    }

    @Test
    void afterCloseEveryCallIsRefused() throws Exception {
        IpfsKit kit = IpfsKit.open(config());
        kit.close();
        kit.close();
        assertThatThrownBy(() -> kit.ipfs().id()).isInstanceOf(ClosedResource.class);
        assertThatThrownBy(kit::info).isInstanceOf(ClosedResource.class);
    }

    @Test
    void interruptingAForeignThreadStopsTheWork() throws Exception {
        try (IpfsKit kit = IpfsKit.open(config())) {
            CountDownLatch begun = new CountDownLatch(1);
            AtomicReference<Throwable> seen = new AtomicReference<>();
            ByteSource endless =
                    ByteSource.of(
                            target -> {
                                begun.countDown();
                                target.put((byte) 1);
                                return 1;
                            },
                            -1);
            Thread caller =
                    Thread.ofPlatform()
                            .start(() -> {
                                try {
                                    kit.ipfs().add(endless, AddOptions.defaults());
                                } catch (Throwable e) {
                                    seen.set(e);
                                }
                            });
            begun.await();
            caller.interrupt();
            caller.join();
            assertThat(seen.get()).isInstanceOf(InterruptedException.class);
            assertThat(running(kit)).doesNotContain("ipfs.add");
            assertThat(kit.pin().ls(PinFilter.all()).toList(10)).isEmpty();
        }
    }

    @Test
    void aStartedOperationCanBeCancelledAndAwaited() throws Exception {
        try (IpfsKit kit = IpfsKit.open(config())) {
            CountDownLatch begun = new CountDownLatch(1);
            ByteSource endless =
                    ByteSource.of(
                            target -> {
                                begun.countDown();
                                target.put((byte) 1);
                                return 1;
                            },
                            -1);
            try (Running<Added> running =
                    kit.start(
                            IpfsOperations.ADD,
                            AddOptions.defaults().input(),
                            CallOptions.NONE.withBytes(endless).withOnItem(ItemSink.DISCARD))) {
                begun.await();
                running.cancel("changed my mind");
                OperationFailed failed =
                        catchThrowableOfType(OperationFailed.class, running::result);
                assertThat(failed.code()).isEqualTo(ErrorCode.CANCELLED);
                assertThat(failed.failure().operationId()).isEqualTo(running.operationId());
            }
        }
    }

    @Test
    void aTimeoutOfTheCallIsAFailureWithThatCode() throws Exception {
        try (IpfsKit kit = IpfsKit.open(config())) {
            ByteSource endless =
                    ByteSource.of(
                            target -> {
                                target.put((byte) 1);
                                return 1;
                            },
                            -1);
            OperationFailed failed =
                    catchThrowableOfType(
                            OperationFailed.class,
                            () ->
                                    kit.ipfs()
                                            .add(
                                                    endless,
                                                    AddOptions.defaults()
                                                            .withTimeout(Duration.ofMillis(50))));
            assertThat(failed.code()).isEqualTo(ErrorCode.TIMEOUT);
        }
    }

    @Test
    void withinARunTheCallersScopeIsTheOperationsScope() throws Exception {
        Config config = config();
        AnyIO.<Boolean, Exception>run(
                Backends.named("threads"),
                _ ->
                        TaskGroup.open(group -> {
                            try (IpfsKit kit = IpfsKit.within(group, config)) {
                                Added added =
                                        kit.ipfs()
                                                .add(
                                                        ByteSource.of(text("inside")),
                                                        AddOptions.defaults());
                                assertThat(bytesOf(kit.ipfs().cat(added.cid())))
                                        .isEqualTo("inside");
                                var outcome =
                                        CancelScope.moveOnAfter(
                                                Duration.ofMillis(20),
                                                _ ->
                                                        kit.ipfs()
                                                                .add(
                                                                        ByteSource.of(
                                                                                target -> {
                                                                                    target.put(
                                                                                            (byte)
                                                                                                    1);
                                                                                    return 1;
                                                                                },
                                                                                -1),
                                                                        AddOptions.defaults()));
                                assertThat(outcome.wasCaught()).isTrue();
                                assertThat(running(kit)).doesNotContain("ipfs.add");
                            }
                            return true;
                        }));
    }

    @Test
    void aTaskOfAnotherRunCallsToo() throws Exception {
        try (IpfsKit kit = IpfsKit.open(config())) {
            String peer =
                    AnyIO.<String, Exception>run(
                            Backends.named("threads"), _ -> kit.ipfs().id().peerId());
            assertThat(peer).isEqualTo(kit.ipfs().id().peerId());
        }
    }

    @Test
    void aGroupThatEndsStopsTheNodeWithinIt() throws Exception {
        Config config = config();
        AnyIO.<Boolean, Exception>run(
                Backends.named("threads"),
                _ ->
                        TaskGroup.open(group -> {
                            IpfsKit.within(group, config).ipfs().id();
                            return true;
                        }));
        IpfsKit.open(config).close(); // the lock is free
    }

    @Test
    void twentyCyclesLeaveNoThreadAndNoHandle() throws Exception {
        for (int i = 0; i < 2; i++) { // what is made once per process
            cycle();
        }
        Set<Thread> threads = ourThreads();
        long handles = openFiles();
        for (int i = 0; i < 20; i++) {
            cycle();
        }
        assertThat(openFiles()).isLessThanOrEqualTo(handles);
        for (Thread ours : ourThreads()) {
            if (!threads.contains(ours)) {
                var _ = ours.join(Duration.ofSeconds(10)); // it was told to end
            }
        }
        assertThat(ourThreads()).hasSizeLessThanOrEqualTo(threads.size());
    }

    /// Not those of the JDK, which come and go as it likes.
    private static Set<Thread> ourThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("anyio"))
                .collect(Collectors.toSet());
    }

    private void cycle() throws Exception {
        try (IpfsKit kit = IpfsKit.open(config())) {
            Added added = kit.ipfs().add(ByteSource.of(text("again")), AddOptions.defaults());
            assertThat(bytesOf(kit.ipfs().cat(added.cid()))).isEqualTo("again");
        }
    }

    private static long openFiles() throws IOException {
        try (var files = Files.list(Path.of("/proc/self/fd"))) {
            return files.count();
        }
    }
}
