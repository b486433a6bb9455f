package io.ipfskit.interop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/// kill -9 in the middle of adds loses nothing that was acknowledged.
class KillTest {
    private static final int ROUNDS = Integer.getInteger("ipfskit.test.killRounds", 8);

    @TempDir Path temp;

    @Test
    void whatWasAcknowledgedBeforeKillNineReadsBackAfterIt() throws Exception {
        Random random = new Random(11);
        Path data = temp.resolve("data");
        List<String> acknowledged = new ArrayList<>();
        List<Path> sources = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            try (Product.Daemon daemon = Product.daemon(data)) {
                for (int i = 0; i < 3; i++) {
                    Path file =
                            Trees.file(
                                    temp.resolve("f" + round + "-" + i),
                                    random.nextInt(3_000_000),
                                    random.nextLong());
                    acknowledged.add(daemon.run("add", "-Q", file.toString()).ok().lastLine());
                    sources.add(file);
                }
                Path big = Trees.file(temp.resolve("big"), 60_000_000, round);
                Process running =
                        Product.builder(
                                        Product.command(
                                                "--data-dir",
                                                data.toString(),
                                                "add",
                                                "-Q",
                                                big.toString()))
                                .start();
                running.waitFor(300 + random.nextInt(700), TimeUnit.MILLISECONDS);
                daemon.kill();
                running.destroyForcibly().waitFor();
            }
        }
        try (Product.Daemon daemon = Product.daemon(data)) {
            for (int i = 0; i < acknowledged.size(); i++) {
                Path back = temp.resolve("back" + i);
                daemon.run("get", "-o", back.toString(), acknowledged.get(i)).ok();
                assertThat(Files.mismatch(sources.get(i), back))
                        .as("first difference in file %s", i)
                        .isEqualTo(-1);
            }
            assertThat(daemon.run("pin", "ls", "-t", "recursive", "-q").ok().out().lines().toList())
                    .containsAll(acknowledged);
            daemon.run("repo", "verify").ok();
        }
    }
}
