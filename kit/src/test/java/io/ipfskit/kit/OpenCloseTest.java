package io.ipfskit.kit;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipfskit.anyio.AnyIO;
import io.ipfskit.anyio.Backends;
import io.ipfskit.anyio.RunStatistics;
import io.ipfskit.anyio.TaskGroup;
import io.ipfskit.kit.config.Config;
import io.ipfskit.operation.ByteSource;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// An embedded node leaves nothing behind.
class OpenCloseTest {
    private static final int CYCLES = 20;

    @TempDir Path folder;

    private static List<String> fileHandles() throws IOException {
        List<String> handles = new ArrayList<>();
        try (Stream<Path> links = Files.list(Path.of("/proc/self/fd"))) {
            for (Path link : links.toList()) {
                try {
                    handles.add(Files.readSymbolicLink(link).toString());
                } catch (IOException _) {
                    // The handle of the listing itself.
                }
            }
        }
        handles.sort(null);
        return handles;
    }

    /// Our threads by name, not those of the JDK; a number in a name is one thread of several
    /// alike.
    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(Thread::isAlive)
                .map(thread -> thread.getName().replaceAll("[0-9]+", "N"))
                .filter(name -> name.startsWith("anyio"))
                .sorted()
                .toList();
    }

    private void cycle() throws InterruptedException {
        try (IpfsKit kit = IpfsKit.open(Config.embedded(folder.resolve("data")))) {
            kit.ipfs()
                    .add(
                            ByteSource.of("hello".getBytes(StandardCharsets.UTF_8)),
                            AddOptions.defaults());
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void openingAndClosingLeavesFileHandlesAndThreadsAsBefore() throws Exception {
        for (int i = 0; i < 3; i++) {
            cycle(); // what the process makes once
        }
        List<String> handlesBefore = fileHandles();
        List<String> threadsBefore = threads();
        Set<Thread> alive = Thread.getAllStackTraces().keySet();
        for (int i = 0; i < CYCLES; i++) {
            cycle();
        }
        assertThat(fileHandles())
                .containsExactlyElementsOf(handlesBefore)
                .noneMatch(handle -> handle.startsWith(folder.toString()));
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().startsWith("anyio") && !alive.contains(thread)) {
                var _ = thread.join(Duration.ofSeconds(10)); // it was told to end
            }
        }
        assertThat(threads()).hasSizeLessThanOrEqualTo(threadsBefore.size());
    }

    /// Inside one run, where whatever is left would be a live task: also a task that sleeps, which
    /// is what a timer is.
    @Test
    void openingAndClosingInOneRunLeavesNoTask() throws Exception {
        AnyIO.<Boolean, Exception>run(
                Backends.named("threads"),
                run -> {
                    long before = run.tasks().size();
                    for (int i = 0; i < CYCLES; i++) {
                        TaskGroup.<Boolean, Exception>open(group -> {
                            try (IpfsKit kit =
                                    IpfsKit.within(
                                            group, Config.embedded(folder.resolve("data")))) {
                                kit.ipfs().id();
                            }
                            return true;
                        });
                        assertThat(run.tasks()).as(run.dump()).hasSize((int) before);
                    }
                    RunStatistics statistics = run.statistics();
                    assertThat(statistics.tasksLive()).isEqualTo(before);
                    assertThat(statistics.tasksFailed()).isZero();
                    return true;
                });
    }
}
