package io.ipfskit.interop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/// The distribution with a cache that this Java refuses: as one that another build of Java 25
/// trained, it only starts slower, and says nothing.
class AotCacheTest {
    @TempDir Path temp;

    private Path distribution;
    private Path cache;

    @BeforeEach
    void copyTheDistribution() throws IOException {
        distribution = Files.createDirectory(temp.resolve("ipfs-kit"));
        Path bin = Files.createDirectory(distribution.resolve("bin"));
        Path lib = Files.createDirectory(distribution.resolve("lib"));
        Path original = Product.libraries();
        Files.copy(original.resolveSibling("bin").resolve("ipfs-kit"), bin.resolve("ipfs-kit"));
        assertThat(bin.resolve("ipfs-kit").toFile().setExecutable(true)).isTrue();
        try (var files = Files.list(original)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, lib.resolve(String.valueOf(file.getFileName())));
            }
        }
        cache = lib.resolve("ipfs-kit-client.aot"); // that of the commands run here
        assertThat(cache).exists();
    }

    /// Makes the cache one that is refused.
    private void spoil(String kind) throws IOException {
        byte[] sound = Files.readAllBytes(cache);
        byte[] spoilt =
                switch (kind) {
                    case "empty" -> new byte[0];
                    case "cut short" -> Arrays.copyOf(sound, sound.length / 2);
                    case "no cache" ->
                            "this is no cache".repeat(10_000).getBytes(StandardCharsets.UTF_8);
                    case "of another Java" -> otherIdentity(sound);
                    default -> throw new IllegalArgumentException(kind);
                };
        Files.write(cache, spoilt);
    }

    /// The head of a cache names the build of Java that trained it.
    private static byte[] otherIdentity(byte[] cache) {
        byte[] name = "OpenJDK".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        for (int at = 0; at < 4096; at++) {
            if (Arrays.equals(cache, at, at + name.length, name, 0, name.length)) {
                cache[at] = 'X';
                return cache;
            }
        }
        throw new AssertionError("no name of a Java in the head of the cache");
    }

    private Product.Result run(String javaOptions, String... arguments) throws Exception {
        List<String> command = new java.util.ArrayList<>();
        command.add(distribution.resolve("bin/ipfs-kit").toString());
        command.addAll(List.of("--data-dir", temp.resolve("data").toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = Product.builder(command);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("IPFS_KIT_JAVA_OPTS", javaOptions);
        return Product.execute(builder);
    }

    @ParameterizedTest
    @ValueSource(strings = {"empty", "cut short", "no cache", "of another Java"})
    void aRefusedCacheIsNotHeardOf(String kind) throws Exception {
        spoil(kind);
        Path file = Files.writeString(temp.resolve("hello"), "hello world");
        Product.Result added = run("", "add", "-Q", file.toString()).ok();
        assertThat(added.out())
                .isEqualTo("bafkreifzjut3te2nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e\n");
        assertThat(added.err()).isEmpty();
        Product.Result read = run("", "cat", added.lastLine()).ok();
        assertThat(read.out()).isEqualTo("hello world");
        assertThat(read.err()).isEmpty();
    }

    @Test
    void whoInsistsOnTheCacheGetsItOrARefusedStart() throws Exception {
        assertThat(run("-XX:AOTMode=on", "version").ok().err()).isEmpty();
        spoil("of another Java");
        Product.Result refused = run("-XX:AOTMode=on", "version");
        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.out()).contains("Unable to use AOT cache");
        assertThat(run("-Xlog:aot:stderr", "version").ok().err()).contains("[aot]");
    }
}
