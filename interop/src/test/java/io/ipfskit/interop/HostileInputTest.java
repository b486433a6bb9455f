package io.ipfskit.interop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Input that must be refused clearly, through the command line.
class HostileInputTest {
    @TempDir Path temp;

    @Test
    void aPipeInAFolderIsNamedAndNothingIsAdded() throws Exception {
        Path mkfifo = Required.program("mkfifo");
        Path folder = Trees.random(temp.resolve("folder"), 1);
        Product.execute(
                        Product.builder(
                                List.of(mkfifo.toString(), folder.resolve("pipe").toString())))
                .ok();
        Path data = temp.resolve("data");
        Product.Result refused = Product.run(data, "add", "-r", folder.toString());
        assertThat(refused.exit()).isNotZero();
        assertThat(refused.err()).contains("pipe");
        assertNothingStored(data);
    }

    /// Root reads everything, so the product runs as nobody here, from a folder nobody can reach.
    @Test
    void anUnreadableFileInAFolderIsNamedAndNothingIsAdded() throws Exception {
        Required.mounting();
        String setpriv = Required.program("setpriv").toString();
        Path home = Files.createTempDirectory(Path.of("/tmp"), "ipfs-kit-test");
        try {
            Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxrwxrwx"));
            Path lib = Files.createDirectory(home.resolve("lib"));
            try (var jars = Files.newDirectoryStream(Product.libraries(), "*.jar")) {
                for (Path jar : jars) {
                    Files.copy(jar, lib.resolve(jar.getFileName().toString()));
                }
            }
            Path folder = Files.createDirectory(home.resolve("folder"));
            Files.writeString(folder.resolve("open"), "open");
            Path secret = Files.writeString(folder.resolve("secret"), "secret");
            Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("---------"));
            List<String> nobody =
                    List.of(
                            setpriv,
                            "--reuid=65534",
                            "--regid=65534",
                            "--clear-groups",
                            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                            "-jar",
                            lib.resolve("ipfs-kit.jar").toString(),
                            "--data-dir",
                            home.resolve("data").toString());
            Product.Result refused =
                    Product.execute(
                            Product.builder(
                                    concat(nobody, List.of("add", "-r", folder.toString()))));
            assertThat(refused.exit()).as(refused.err()).isEqualTo(9);
            assertThat(refused.err()).contains("secret");
            assertThat(
                            Product.execute(
                                            Product.builder(
                                                    concat(nobody, List.of("pin", "ls", "-q"))))
                                    .ok()
                                    .out())
                    .isBlank();
        } finally {
            try (var walk = Files.walk(home)) {
                for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }

    private static List<String> concat(List<String> first, List<String> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }

    @Test
    void aNameWithANewlineGoesInAndComesBack() throws Exception {
        Path folder = Files.createDirectory(temp.resolve("folder"));
        Files.writeString(folder.resolve("two\nlines"), "x");
        Path data = temp.resolve("data");
        String cid = Product.run(data, "add", "-r", "-Q", folder.toString()).ok().lastLine();
        Product.run(data, "get", "-o", temp.resolve("back").toString(), cid).ok();
        Trees.assertSame(folder, temp.resolve("back"));
    }

    @Test
    void aFolderTenThousandDeepIsRefusedByTheLimitAndNothingIsAdded() throws Exception {
        String perl = Required.program("perl").toString();
        Path folder = Files.createDirectory(temp.resolve("folder"));
        try {
            ProcessBuilder digger =
                    Product.builder(
                            List.of(perl, "-e", "for (1..10000) { mkdir 'd'; chdir 'd' or die }"));
            Product.execute(digger.directory(folder.toFile())).ok();
            Path data = temp.resolve("data");
            Product.Result refused = Product.run(data, "add", "-r", folder.toString());
            assertThat(refused.exit()).as(refused.err()).isEqualTo(11);
            assertThat(refused.err()).contains("1024 levels");
            assertNothingStored(data);
        } finally {
            // deeper than the JDK can name
            Product.execute(Product.builder(List.of("rm", "-rf", folder.toString()))).ok();
        }
    }

    @Test
    void missingAndMalformedCidsHaveTheirOwnExitCodes() throws Exception {
        Path data = temp.resolve("data");
        Product.Result missing =
                Product.run(
                        data, "cat", "bafkreifzjut3te2nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e");
        assertThat(missing.exit()).isEqualTo(5);
        assertThat(missing.err())
                .contains("bafkreifzjut3te2nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e");
        Product.Result malformed = Product.run(data, "cat", "bafynonsense");
        assertThat(malformed.exit()).isEqualTo(4);
        assertThat(malformed.err()).contains("bafynonsense");
    }

    @Test
    void aFullDiskFailsTheAddAndKeepsWhatWasThere() throws Exception {
        Required.mounting();
        Path data = Files.createDirectory(temp.resolve("data"));
        Product.execute(
                        Product.builder(
                                List.of(
                                        "mount",
                                        "-t",
                                        "tmpfs",
                                        "-o",
                                        "size=24m",
                                        "tmpfs",
                                        "" + data)))
                .ok();
        try {
            Path small = Trees.file(temp.resolve("small"), 100_000, 1);
            Path big = Trees.file(temp.resolve("big"), 60_000_000, 2);
            String cid = Product.run(data, "add", "-Q", small.toString()).ok().lastLine();
            Product.Result full = Product.run(data, "add", big.toString());
            assertThat(full.exit()).as(full.err()).isEqualTo(11);
            Product.run(data, "get", "-o", temp.resolve("back").toString(), cid).ok();
            assertThat(Files.mismatch(small, temp.resolve("back"))).isEqualTo(-1);
            Product.run(data, "add", Trees.file(temp.resolve("other"), 100_000, 3).toString()).ok();
        } finally {
            Product.execute(Product.builder(List.of("umount", "-l", "" + data))).ok();
        }
    }

    @Test
    void controlCDuringAnAddExits130AndLeavesNothing() throws Exception {
        Path kill = Required.program("kill");
        Path data = temp.resolve("data");
        Product.run(data, "repo", "stat").ok();
        Path big = Trees.file(temp.resolve("big"), 1_200_000_000, 2);
        int stopped = 0;
        for (int delay : new int[] {350, 500, 650, 800}) {
            Process add =
                    Product.builder(
                                    Product.command(
                                            "--data-dir", data.toString(), "add", big.toString()))
                            .redirectErrorStream(true)
                            .redirectOutput(temp.resolve("out").toFile())
                            .start();
            if (!add.waitFor(delay, TimeUnit.MILLISECONDS)) {
                new ProcessBuilder(kill.toString(), "-INT", Long.toString(add.pid()))
                        .start()
                        .waitFor();
            }
            assertThat(add.waitFor(20, TimeUnit.SECONDS)).isTrue();
            String out = Files.readString(temp.resolve("out"));
            if (add.exitValue() == 0) { // it had ended before the signal came
                Product.run(data, "pin", "rm", "--yes", out.split(" ", -1)[1]).ok();
                Product.run(data, "repo", "gc", "--yes", "--quiet").ok();
                continue;
            }
            assertThat(add.exitValue()).as(out).isEqualTo(130);
            assertNothingStored(data);
            stopped++;
        }
        assertThat(stopped).isPositive();
    }

    @Test
    void aDamagedBlockFailsTheReadAndNamesTheCid() throws Exception {
        Path data = temp.resolve("data");
        Path file = temp.resolve("file");
        Files.writeString(file, "the quick brown fox jumps over the lazy dog");
        String cid = Product.run(data, "add", "-Q", file.toString()).ok().lastLine();
        try (var walk = Files.walk(data.resolve("blocks"))) {
            for (Path path : walk.filter(Files::isRegularFile).toList()) {
                byte[] bytes = Files.readAllBytes(path);
                int at =
                        new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1)
                                .indexOf("quick brown");
                if (at >= 0) {
                    bytes[at] ^= 1;
                    Files.write(path, bytes);
                }
            }
        }
        Product.Result damaged = Product.run(data, "cat", cid);
        assertThat(damaged.exit()).as(damaged.err()).isEqualTo(8);
        assertThat(damaged.err()).contains(cid);
    }

    private static void assertNothingStored(Path data) throws Exception {
        assertThat(Product.run(data, "pin", "ls", "-q").ok().out()).isBlank();
        String stat = Product.run(data, "--json", "repo", "stat").ok().out();
        assertThat(stat).containsPattern("\"blocks\"\\s*:\\s*0\\b");
    }
}
