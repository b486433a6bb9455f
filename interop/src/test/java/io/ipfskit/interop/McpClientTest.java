package io.ipfskit.interop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// An AI agent's client, the public one from npm, adds, lists, reads and cancels.
class McpClientTest {
    @TempDir Path temp;

    @Test
    void addsListsReadsAndCancelsOverStdioOnTheDataDirectory() throws Exception {
        overStdio(temp.resolve("data"));
    }

    @Test
    void addsListsReadsAndCancelsOverStdioThroughARunningDaemon() throws Exception {
        Path data = temp.resolve("data");
        try (Product.Daemon daemon = Product.daemon(data)) {
            overStdio(data);
            daemon.awaitNoTaskOf("ipfs.add");
            assertThat(daemon.openFiles())
                    .as("no handle of the cancelled add is left")
                    .noneMatch(path -> path.endsWith("/big"));
        }
    }

    @Test
    void addsListsAndReadsOverHttp() throws Exception {
        Path npm = Required.npmClients();
        try (Product.Daemon daemon = Product.daemon(temp.resolve("data"))) {
            McpClient.run(npm, List.of("http", daemon.api() + "/mcp"));
        }
    }

    private void overStdio(Path data) throws Exception {
        Path npm = Required.npmClients();
        Path work = Files.createDirectory(temp.resolve("work"));
        Trees.random(work.resolve("folder"), 3);
        Trees.file(work.resolve("big"), 1_500_000_000, 4);
        List<String> arguments = new ArrayList<>(List.of("stdio", work.toString()));
        arguments.addAll(Product.command("--data-dir", data.toString(), "mcp"));
        assertThat(McpClient.run(npm, arguments)).contains("\"cancelled\":true");
    }
}
