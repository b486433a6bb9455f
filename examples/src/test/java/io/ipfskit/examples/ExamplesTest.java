package io.ipfskit.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipfskit.anyio.AnyIO;
import io.ipfskit.anyio.Backends;
import io.ipfskit.kit.AddOptions;
import io.ipfskit.kit.IpfsKit;
import io.ipfskit.kit.Kit;
import io.ipfskit.kit.KitOptions;
import io.ipfskit.kit.config.Config;
import io.ipfskit.operation.ByteSource;
import io.ipfskit.server.HttpDoors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// Every example runs and prints what its text promises.
class ExamplesTest {
    @TempDir Path temp;

    @FunctionalInterface
    private interface Program {
        void main(String[] arguments) throws Exception;
    }

    @Test
    void theCidOfSomeTextIsPrinted() throws Exception {
        assertThat(output(CidOfText::main))
                .isEqualTo("bafkreifzjut3te2nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e");
    }

    @Test
    void aFolderOfOneFileHasTwoBlocks() throws Exception {
        assertThat(output(FolderCid::main)).startsWith("bafybei").endsWith(" in 2 blocks");
    }

    @ParameterizedTest
    @ValueSource(strings = {"threads", "platform", "loop", "sim"})
    void aPipelineOfTwoTasksSums(String backend) throws Exception {
        assertThat(output(Pipeline::main, "--backend", backend)).isEqualTo("sum 500500");
    }

    @ParameterizedTest
    @ValueSource(strings = {"threads", "platform", "loop"})
    void aServerOfTheRunEchoes(String backend) throws Exception {
        assertThat(output(TcpEcho::main, "--backend", backend)).isEqualTo("echo hello");
    }

    @ParameterizedTest
    @ValueSource(strings = {"threads", "platform", "loop", "sim"})
    void aGroupWaitsAndAFailureEndsTheRest(String backend) throws Exception {
        assertThat(output(Groups::main, "--backend", backend).lines())
                .containsExactly(
                        "sum 42", "squares [1, 4, 9]", "failed java.io.IOException: no route");
    }

    @ParameterizedTest
    @ValueSource(strings = {"threads", "platform", "loop", "sim"})
    void timeLimitsFailMoveOnAndCleanUp(String backend) throws Exception {
        assertThat(output(Timeouts::main, "--backend", backend).lines())
                .containsExactly("too late", "moved on", "cleaned up: deadline passed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"threads", "platform", "loop"})
    void oldCodeRunsInATaskTree(String backend) throws Exception {
        assertThat(output(OldAndNew::main, "--backend", backend).lines())
                .containsExactly("sum 42", "arrived");
    }

    @ParameterizedTest
    @ValueSource(strings = {"threads", "platform", "loop"})
    void aLogReplaysWhatAnEarlierOpeningAppended(String backend) throws Exception {
        String folder = temp.resolve("log").toString();
        assertThat(output(DurableLog::main, "--backend", backend, folder)).isEmpty();
        assertThat(output(DurableLog::main, "--backend", backend, folder)).contains("opened by");
    }

    @ParameterizedTest
    @ValueSource(strings = {"threads", "platform", "loop"})
    void aBlockIsReadBackFromThePacks(String backend) throws Exception {
        String folder = temp.resolve("blocks").toString();
        assertThat(output(PackedBlocks::main, folder, "--backend", backend))
                .endsWith(" holds 5 bytes");
    }

    @Test
    void anEmbeddedNodeKeepsBytes() throws Exception {
        assertThat(output(EmbeddedNode::main, temp.resolve("data").toString()))
                .startsWith("kept as bafkrei");
    }

    @Test
    void aMeasuredNodeTellsItsNumbers() throws Exception {
        assertThat(output(MeasuredNode::main, temp.resolve("data").toString()))
                .contains("operation_calls_total{", "ipfs.add");
    }

    @Test
    void aFolderComesBackEqual() throws Exception {
        Path folder = Files.createDirectories(temp.resolve("folder"));
        Files.writeString(folder.resolve("a.txt"), "first");
        Files.writeString(folder.resolve("b.txt"), "second");
        Path copy = temp.resolve("copy");
        assertThat(
                        output(
                                FolderAndBack::main,
                                temp.resolve("data").toString(),
                                folder.toString(),
                                copy.toString()))
                .isEqualTo("first and 2 files in all");
        assertThat(copy.resolve("b.txt")).hasContent("second");
    }

    @Test
    void thePinsOfARunningServerArePrinted() throws Exception {
        byte[] bytes = "kept".getBytes(StandardCharsets.UTF_8);
        Config config = Config.embedded(temp.resolve("data"));
        String printed =
                AnyIO.<String, Exception>run(
                        Backends.named("threads"),
                        run ->
                                Kit.<String, Exception>run(
                                        config,
                                        KitOptions.EMBEDDED.withDoors(new HttpDoors()),
                                        kit -> {
                                            String url = kit.addresses().getFirst();
                                            URI uri = URI.create(url);
                                            try (var client = IpfsKit.connect(uri)) {
                                                var _ =
                                                        client.ipfs()
                                                                .add(
                                                                        ByteSource.of(bytes),
                                                                        AddOptions.defaults());
                                            }
                                            return output(PinsOfAServer::main, url);
                                        }));
        assertThat(printed).startsWith("bafkrei");
    }

    @Test
    void aNodeLivesInAnotherTaskTree() throws Exception {
        assertThat(output(NodeInYourTasks::main, temp.resolve("data").toString()))
                .isEqualTo("in time: true");
    }

    @ParameterizedTest
    @ValueSource(strings = {"threads", "platform", "loop"})
    void anMcpServerAnswersOverStdio(String backend) throws Exception {
        String request =
                """
                {"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"test","version":"1"}}}
                {"jsonrpc":"2.0","method":"notifications/initialized"}
                {"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"now","arguments":{}}}
                """;
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream(request.getBytes(StandardCharsets.UTF_8)));
        try {
            assertThat(output(McpClock::main, "--backend", backend)).contains("\"time\"");
        } finally {
            System.setIn(before);
        }
    }

    private static String output(Program program, String... arguments) throws Exception {
        PrintStream before = System.out;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            program.main(arguments);
        } finally {
            System.setOut(before);
        }
        return bytes.toString(StandardCharsets.UTF_8).strip();
    }
}
