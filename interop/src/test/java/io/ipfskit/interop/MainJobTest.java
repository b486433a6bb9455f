package io.ipfskit.interop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The main job: a folder goes in and comes back byte for byte.
class MainJobTest {
    @TempDir Path temp;

    @Test
    void aFolderComesBackByteForByteWithoutADaemon() throws Exception {
        Path data = temp.resolve("data");
        Path folder = Trees.random(temp.resolve("folder"), 7);
        String cid = Product.run(data, "add", "-r", "-Q", folder.toString()).ok().lastLine();
        Product.run(data, "get", "-o", temp.resolve("back").toString(), cid).ok();
        Trees.assertSame(folder, temp.resolve("back"));
    }

    @Test
    void aFolderOfTwoThousandFilesUpToOneGibibyteComesBackByteForByteThroughADaemon()
            throws Exception {
        Path folder = Files.createDirectory(temp.resolve("folder"));
        for (int i = 0; i < 2_000; i++) {
            Path sub = Files.createDirectories(folder.resolve("größe-" + i % 20));
            Trees.file(sub.resolve("file " + i), i % 100 == 0 ? 0 : (i * 7_919L) % 20_000, i);
        }
        Trees.file(folder.resolve("big"), 1 << 30, 1);
        Files.createSymbolicLink(folder.resolve("link"), Path.of("größe-1/file 1"));
        Files.createSymbolicLink(folder.resolve("loop"), Path.of("."));
        try (Product.Daemon daemon = Product.daemon(temp.resolve("data"))) {
            Product.Result added = daemon.run("add", "-r", folder.toString()).ok();
            String cid = added.lastLine().split(" ", -1)[1];
            assertThat(added.out().lines().count()).isEqualTo(2_000 + 20 + 1 + 2 + 1);
            daemon.run("get", "-o", temp.resolve("back").toString(), cid).ok();
            Trees.assertSame(folder, temp.resolve("back"));
            assertThat(daemon.run("pin", "ls", "-t", "recursive", "-q").ok().out().strip())
                    .isEqualTo(cid);
            assertThat(daemon.run("ls", cid).ok().out()).contains("größe-1/").contains("big");
        }
    }

    @Test
    void theCidsAreTheOnesOfBothPublishedProfiles() throws Exception {
        Path file = temp.resolve("hello");
        Files.writeString(file, "hello world");
        Path data = temp.resolve("data");
        assertThat(Product.run(data, "add", "-Q", file.toString()).ok().lastLine())
                .isEqualTo("bafkreifzjut3te2nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e");
        assertThat(
                        Product.run(data, "add", "-Q", "--cid-version", "0", file.toString())
                                .ok()
                                .lastLine())
                .isEqualTo("Qmf412jQZiuVUtdgnB36FXFX7xg5V6KEbSJ4dpQuhkLyfD");
    }

    @Test
    void catReadsARangeOfAFile() throws Exception {
        Path data = temp.resolve("data");
        Path file = Trees.file(temp.resolve("file"), 3_000_000, 3);
        String cid = Product.run(data, "add", "-Q", file.toString()).ok().lastLine();
        List<String> command =
                Product.command(
                        "--data-dir", data.toString(), "cat", "-o", "1048570", "-l", "100", cid);
        Path out = temp.resolve("out");
        Process cat =
                Product.builder(new ArrayList<>(command)).redirectOutput(out.toFile()).start();
        assertThat(cat.waitFor()).isZero();
        byte[] all = Files.readAllBytes(file);
        assertThat(Files.readAllBytes(out))
                .isEqualTo(java.util.Arrays.copyOfRange(all, 1_048_570, 1_048_670));
    }
}
