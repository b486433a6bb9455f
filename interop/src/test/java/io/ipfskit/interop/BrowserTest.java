package io.ipfskit.interop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What a person sees in a browser: the dashboard, and content of the gateway.
class BrowserTest {
    @TempDir Path temp;

    @Test
    void theDashboardUploadsAFolderAndHasNoSeriousAccessibilityFinding() throws Exception {
        Path folder = Files.createDirectory(temp.resolve("photos"));
        Files.createDirectory(folder.resolve("größe"));
        Trees.file(folder.resolve("größe/a.bin"), 200_000, 1);
        Files.writeString(folder.resolve("read me.txt"), "hello");
        try (Product.Daemon daemon = Product.daemon(temp.resolve("data"))) {
            List<String> arguments =
                    new ArrayList<>(List.of("dashboard", daemon.api(), folder.toString()));
            String screenshots = System.getProperty("ipfskit.test.screenshots");
            if (screenshots != null) {
                arguments.add(screenshots);
            }
            browser(arguments);
            assertThat(daemon.run("pin", "ls", "-t", "recursive", "-q").ok().out()).isNotBlank();
        }
    }

    @Test
    void aVideoPlaysAndSeeksFromTheGateway() throws Exception {
        Path video = temp.resolve("clip.webm");
        Product.execute(
                        Product.builder(
                                List.of(
                                        Required.program("ffmpeg").toString(),
                                        "-loglevel",
                                        "error",
                                        "-f",
                                        "lavfi",
                                        "-i",
                                        "testsrc=duration=20:size=640x360:rate=25",
                                        "-c:v",
                                        "libvpx",
                                        "-b:v",
                                        "2M",
                                        "-deadline",
                                        "realtime",
                                        "-cpu-used",
                                        "8",
                                        video.toString())))
                .ok();
        try (Product.Daemon daemon = Product.daemon(temp.resolve("data"))) {
            String cid = daemon.run("add", "-Q", video.toString()).ok().lastLine();
            browser(List.of("video", daemon.gateway() + "/ipfs/" + cid + "?filename=clip.webm"));
        }
    }

    private static void browser(List<String> arguments) throws Exception {
        Path npm = Required.npmClients();
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Required.program("node").toString(),
                                npm.resolve("browser.mjs").toString()));
        command.addAll(arguments);
        ProcessBuilder builder = Product.builder(command);
        builder.environment().put("CHROMIUM", Required.chromium().toString());
        Product.execute(builder).ok();
    }
}
