package io.ipfskit.anyio;

import static io.ipfskit.anyio.Runs.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipfskit.anyiotesting.BackendTest;

import org.junit.jupiter.api.io.TempDir;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/// Real files, on every backend that has them.
class FilesTest {
    @TempDir private Path folder;

    @BackendTest(sim = false)
    void aSmallFileIsReadAndToldInOneCall() throws Exception {
        Path file = Files.writeString(folder.resolve("small"), "content");
        run(run -> {
            ByteBuffer into = ByteBuffer.allocate(100);
            FileStat stat = Disk.real().readSmall(file, into);
            assertThat(stat.size()).isEqualTo(7);
            assertThat(StandardCharsets.UTF_8.decode(into.flip()).toString()).isEqualTo("content");
            assertThatThrownBy(() -> Disk.real().readSmall(folder.resolve("none"), into))
                    .isInstanceOf(NoSuchFileException.class);
            return 0;
        });
    }

    @BackendTest(sim = false)
    void aCancelledReadOfASmallFileTouchesNothing() throws Exception {
        Path file = Files.writeString(folder.resolve("small"), "content");
        run(run -> {
            ByteBuffer into = ByteBuffer.allocate(100);
            Outcome<FileStat> outcome =
                    CancelScope.run(scope -> {
                        scope.cancel("not wanted");
                        return Disk.real().readSmall(file, into);
                    });
            assertThat(outcome.wasCaught()).isTrue();
            assertThat(into.position()).isZero();
            assertThat(Disk.real().readSmall(file, into).size()).isEqualTo(7);
            return 0;
        });
    }

    @BackendTest(sim = false)
    void manyFilesOfAFolderAreToldInOneCallInTheOrderOfTheNames() throws Exception {
        Files.writeString(folder.resolve("a"), "1");
        Files.writeString(folder.resolve("b"), "22");
        run(run -> {
            assertThat(Disk.real().stat(folder, List.of("b", "a")))
                    .extracting(FileStat::size)
                    .containsExactly(2L, 1L);
            assertThatThrownBy(() -> Disk.real().stat(folder, List.of("a", "none")))
                    .isInstanceOf(NoSuchFileException.class);
            return 0;
        });
    }

    /// Each call parks its task; on a loop that is where others run.
    @BackendTest(backends = "loop")
    void theLoopGoesOnWhileAFileCallIsOnItsWay() throws Exception {
        int calls = 200;
        Path file = Files.writeString(folder.resolve("small"), "content");
        run(run ->
                TaskGroup.open(group -> {
                    AtomicInteger turns = new AtomicInteger();
                    AtomicBoolean ended = new AtomicBoolean();
                    group.fork(() -> {
                        while (!ended.get()) {
                            turns.incrementAndGet();
                            Checkpoint.now();
                        }
                        return 0;
                    });
                    Checkpoint.now();
                    int before = turns.get();
                    for (int i = 0; i < calls; i++) {
                        Disk.real().readSmall(file, ByteBuffer.allocate(100));
                    }
                    ended.set(true);
                    assertThat(turns.get() - before).isGreaterThanOrEqualTo(calls);
                    return 0;
                }));
    }

    @BackendTest(backends = "sim")
    void aSimulationHasNone() throws Exception {
        Path file = Files.writeString(folder.resolve("small"), "content");
        run(run -> {
            assertThatThrownBy(() -> Disk.real().readSmall(file, ByteBuffer.allocate(100)))
                    .isInstanceOf(UnsupportedOperationException.class)
                    .hasMessageContaining("sim");
            assertThatThrownBy(() -> Disk.real().stat(folder, List.of("small")))
                    .isInstanceOf(UnsupportedOperationException.class)
                    .hasMessageContaining("sim");
            return 0;
        });
    }
}
