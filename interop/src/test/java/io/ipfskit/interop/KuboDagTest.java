package io.ipfskit.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ipfskit.kit.AddOptions;
import io.ipfskit.kit.IpfsKit;
import io.ipfskit.kit.config.Config;
import io.ipfskit.node.ops.DagGetInput;
import io.ipfskit.node.ops.DagImportInput;
import io.ipfskit.node.ops.DagImported;
import io.ipfskit.node.ops.DagPutInput;
import io.ipfskit.node.ops.DagStat;
import io.ipfskit.operation.ByteSource;
import io.ipfskit.operation.ByteStream;
import io.ipfskit.operation.OperationFailed;
import io.ipfskit.operation.Tree;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Nodes and archives go from Kubo to us and back.
class KuboDagTest {
    private static final int NODES = 40;

    @TempDir Path temp;

    private Path kubo = Path.of("ipfs");

    @BeforeEach
    void aRepository() throws Exception {
        kubo = Required.kubo();
        kubo("init", "--empty-repo", "--profile", "test").ok();
    }

    private Product.Result kubo(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(kubo.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = Product.builder(command);
        builder.environment().put("IPFS_PATH", temp.resolve("kubo").toString());
        builder.environment().put("IPFS_TELEMETRY", "off");
        return Product.execute(builder);
    }

    private IpfsKit ours() throws Exception {
        return IpfsKit.open(Config.embedded(temp.resolve("ours")));
    }

    private Path file(String name, byte[] bytes) throws Exception {
        return Files.write(temp.resolve(name), bytes);
    }

    private Path file(String name, ByteStream stream) throws Exception {
        Path file = temp.resolve(name);
        try (stream;
                var out =
                        Files.newByteChannel(
                                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            ByteBuffer buffer = ByteBuffer.allocate(65536);
            while (stream.read(buffer) >= 0) {
                out.write(buffer.flip());
                buffer.clear();
            }
        }
        return file;
    }

    /// Any value that both can hold: Kubo has integers of 64 bits with a sign, and drops the point
    /// of `1.0`.
    private static String json(Random random, int depth, boolean rich) {
        int kind = random.nextInt(depth == 0 ? 6 : 8);
        return switch (kind) {
            case 0 -> "null";
            case 1 -> Boolean.toString(random.nextBoolean());
            case 2 -> Long.toString(random.nextLong() >> random.nextInt(64));
            case 3 -> Double.toString(random.nextInt(1000) + 0.1 + random.nextDouble() / 2);
            case 4 -> "\"" + text(random) + "\"";
            case 5 ->
                    !rich
                            ? "\"\\u0001\\n\\u2028\""
                            : random.nextBoolean()
                                    ? "{\"/\":{\"bytes\":\"AAEC\"}}"
                                    : "{\"/\":\"bafkqabiaaebagba\"}";
            case 6 -> {
                List<String> items = new ArrayList<>();
                for (int i = random.nextInt(5); i > 0; i--) {
                    items.add(json(random, depth - 1, rich));
                }
                yield "[" + String.join(", ", items) + "]";
            }
            default -> {
                List<String> items = new ArrayList<>();
                for (int i = random.nextInt(5); i > 0; i--) {
                    items.add("\"" + text(random) + i + "\" : " + json(random, depth - 1, rich));
                }
                yield "{" + String.join(",\n", items) + "}";
            }
        };
    }

    private static String text(Random random) {
        return List.of("", "a", "bb", "é", "水", "😀", "a/b", "<&>", "\\\\", "\\u007f")
                .get(random.nextInt(10));
    }

    @ParameterizedTest
    @ValueSource(strings = {"dag-cbor", "dag-json", "cbor", "json"})
    void randomNodesHaveKubosCids(String codec) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("dag", "put", "--store-codec", codec));
        Random random = new Random(codec.hashCode());
        List<String> nodes = new ArrayList<>();
        for (int i = 0; i < NODES; i++) {
            nodes.add(json(random, 4, codec.startsWith("dag-")));
            arguments.add(file("node%03d".formatted(i), nodes.get(i).getBytes(UTF_8)).toString());
        }
        List<String> theirs = kubo(arguments.toArray(String[]::new)).ok().out().lines().toList();
        List<String> cids = new ArrayList<>();
        DagPutInput options = new DagPutInput(codec, "dag-json", false, false);
        try (IpfsKit ours = ours()) {
            for (String node : nodes) {
                cids.add(ours.dag().put(ByteSource.of(node.getBytes(UTF_8)), options).cid());
            }
        }
        assertThat(cids).containsExactlyElementsOf(theirs);
    }

    @Test
    void aFolderBelowACborNodeGoesToKuboAndBackByteForByte() throws Exception {
        Path folder = Files.createDirectory(temp.resolve("folder"));
        Trees.random(folder.resolve("tree"), 7);
        Files.write(folder.resolve("large"), new byte[5_000_000]);
        String root;
        DagStat stat;
        Path car;
        try (IpfsKit ours = ours()) {
            String files = ours.ipfs().add(Tree.of(folder), AddOptions.defaults()).cid();
            String node = "{\"in\":[{\"/\":\"" + files + "\"},{\"/\":\"bafkqabiaaebagba\"}]}";
            root =
                    ours.dag()
                            .put(ByteSource.of(node.getBytes(UTF_8)), DagPutInput.defaults())
                            .cid();
            stat = ours.dag().stat(root);
            car = file("ours.car", ours.dag().export(root));
        }
        assertThat(kubo("dag", "import", "--stats", car.toString()).ok().out())
                .contains("Pinned root")
                .contains(root);
        assertThat(kubo("dag", "stat", "--progress=false", root).ok().out())
                .contains("Total Size: " + stat.size())
                .contains("Unique Blocks: " + stat.numBlocks());
        assertThat(kubo("dag", "resolve", root + "/in/0/large").ok().lastLine())
                .startsWith("bafybei");
        Path theirs = temp.resolve("theirs.car");
        ProcessBuilder export =
                Product.builder(List.of(kubo.toString(), "dag", "export", "--progress=false", root))
                        .redirectOutput(theirs.toFile())
                        .redirectError(temp.resolve("err").toFile());
        export.environment().put("IPFS_PATH", temp.resolve("kubo").toString());
        export.environment().put("IPFS_TELEMETRY", "off");
        assertThat(export.start().waitFor()).isZero();
        assertThat(theirs).hasSameBinaryContentAs(car);
        try (IpfsKit other = IpfsKit.open(Config.embedded(temp.resolve("other")))) {
            DagImported done =
                    other.dag().importCar(ByteSource.of(theirs), DagImportInput.defaults());
            assertThat(done.blockCount()).isEqualTo(stat.numBlocks());
            assertThat(done.roots().getFirst().pinned()).isTrue();
            assertThat(other.dag().stat(root)).isEqualTo(stat);
        }
    }

    @Test
    void bothGiveANodeInTheSameBytesAndRefuseTheSame() throws Exception {
        Path pb = temp.resolve("pb");
        Files.createDirectory(pb);
        Files.writeString(pb.resolve("a"), "hello");
        try (IpfsKit ours = ours()) {
            String root = ours.ipfs().add(Tree.of(pb), AddOptions.defaults()).cid();
            Path car = file("pb.car", ours.dag().export(root));
            kubo("dag", "import", car.toString()).ok();
            for (String codec : List.of("dag-json", "dag-cbor", "dag-pb")) {
                Path node = file(codec, ours.dag().get(new DagGetInput(root, codec)));
                if (codec.equals("dag-json")) {
                    assertThat(kubo("dag", "get", root).ok().out().strip())
                            .isEqualTo(Files.readString(node));
                }
                assertThat(
                                kubo(
                                                "dag",
                                                "put",
                                                "--input-codec",
                                                codec,
                                                "--store-codec",
                                                "dag-pb",
                                                node.toString())
                                        .ok()
                                        .lastLine())
                        .as(codec)
                        .isEqualTo(root);
            }
            for (String bad :
                    List.of("{\"a\":1,\"a\":2}", "{\"/\":\"x\"}", "[1] x", "1e400", "nul", "")) {
                assertThat(kubo("dag", "put", file("bad", bad.getBytes(UTF_8)).toString()).exit())
                        .as(bad)
                        .isNotZero();
                assertThat(
                                catchThrowableOfType(
                                        OperationFailed.class,
                                        () ->
                                                ours.dag()
                                                        .put(
                                                                ByteSource.of(bad.getBytes(UTF_8)),
                                                                DagPutInput.defaults())))
                        .as(bad)
                        .isNotNull();
            }
        }
    }
}
