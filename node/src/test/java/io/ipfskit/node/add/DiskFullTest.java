package io.ipfskit.node.add;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.ipfskit.node.TestNode;
import io.ipfskit.operation.ErrorCode;
import io.ipfskit.operation.OperationFailed;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/// Needs the right to mount a small file system; skipped without it.
class DiskFullTest {
    private static final int MIB = 1024 * 1024;

    @TempDir Path temp;
    private Path small = Path.of("");
    private boolean mounted;

    private static int run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getInputStream().readAllBytes();
        return process.waitFor();
    }

    @BeforeEach
    void smallDisk() throws Exception {
        small = Files.createDirectories(temp.resolve("small"));
        mounted = run("mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", small.toString()) == 0;
        assumeThat(mounted).as("this test may mount a tmpfs").isTrue();
    }

    @AfterEach
    void unmount() throws Exception {
        if (mounted) {
            run("umount", small.toString());
        }
    }

    @Test
    void aFullDiskRefusesTheAddAndGivesTheSpaceBack() throws Exception {
        byte[] large = new byte[40 * MIB];
        new Random(5).nextBytes(large);
        Path file = Files.write(temp.resolve("large"), large);
        TestNode.in(
                small.resolve("repo"),
                it -> {
                    String before = it.add("before".getBytes(StandardCharsets.UTF_8)).cid();
                    long free = Files.getFileStore(small).getUsableSpace();
                    OperationFailed failure =
                            catchThrowableOfType(OperationFailed.class, () -> it.add(file));
                    assertThat(failure.code()).isEqualTo(ErrorCode.RESOURCE_EXHAUSTED);
                    assertThat(failure)
                            .hasMessageContaining("large")
                            .hasMessageContaining("no space left");
                    assertThat(Files.getFileStore(small).getUsableSpace()).isEqualTo(free);
                    assertThat(it.repository().pinCount()).isEqualTo(1);
                    assertThat(it.cat(before)).isEqualTo("before".getBytes(StandardCharsets.UTF_8));
                    assertThat(it.cat(it.add("after".getBytes(StandardCharsets.UTF_8)).cid()))
                            .isEqualTo("after".getBytes(StandardCharsets.UTF_8));
                });
    }
}
