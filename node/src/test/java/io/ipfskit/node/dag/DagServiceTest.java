package io.ipfskit.node.dag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ipfskit.ipld.car.CarInput;
import io.ipfskit.ipld.car.CarOptions;
import io.ipfskit.ipld.car.CarReader;
import io.ipfskit.ipld.car.CarSection;
import io.ipfskit.ipld.car.CarWriter;
import io.ipfskit.multiformats.Cid;
import io.ipfskit.multiformats.Multicodec;
import io.ipfskit.node.TestNode;
import io.ipfskit.node.ops.BlockInput;
import io.ipfskit.node.ops.BlockPutInput;
import io.ipfskit.node.ops.BlockStat;
import io.ipfskit.node.ops.DagGetInput;
import io.ipfskit.node.ops.DagImportInput;
import io.ipfskit.node.ops.DagImported;
import io.ipfskit.node.ops.DagPathInput;
import io.ipfskit.node.ops.DagPut;
import io.ipfskit.node.ops.DagPutInput;
import io.ipfskit.node.ops.DagResolvedPath;
import io.ipfskit.node.ops.DagStat;
import io.ipfskit.operation.ByteSource;
import io.ipfskit.operation.ByteStream;
import io.ipfskit.operation.ErrorCode;
import io.ipfskit.operation.OperationFailed;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

class DagServiceTest {
    private static final String MISSING =
            "bafkreifzjut3te7nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e";

    @TempDir Path temp;

    private void in(TestNode.Body body) throws Exception {
        TestNode.in(temp.resolve("repo"), body);
    }

    private static byte[] all(ByteStream stream) throws Exception {
        try (stream) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            ByteBuffer buffer = ByteBuffer.allocate(1000);
            while (stream.read(buffer) >= 0) {
                out.write(buffer.array(), 0, buffer.position());
                buffer.clear();
            }
            return out.toByteArray();
        }
    }

    private static String put(TestNode it, String json) throws Exception {
        return it.node().dag().put(DagPutInput.defaults(), TestNode.of(json.getBytes(UTF_8))).cid();
    }

    private static String get(TestNode it, String path) throws Exception {
        return new String(all(it.node().dag().get(DagGetInput.of(path))), UTF_8);
    }

    private static OperationFailed failure(
            org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        return Objects.requireNonNull(catchThrowableOfType(OperationFailed.class, call));
    }

    private static DagImported load(TestNode it, byte[] car, boolean pin) throws Exception {
        return it.node().dag().importCar(new DagImportInput(pin, false), TestNode.of(car));
    }

    private Path folder() throws Exception {
        Path folder = Files.createDirectories(temp.resolve("folder"));
        Files.writeString(folder.resolve("a"), "same");
        Files.writeString(folder.resolve("b"), "same");
        Files.write(folder.resolve("large"), new byte[3_000_000]);
        return folder;
    }

    private static List<String> cids(byte[] car) throws Exception {
        List<String> cids = new ArrayList<>();
        CarReader reader = CarReader.open(CarInput.of(ByteBuffer.wrap(car)), CarOptions.STRICT);
        for (CarSection s = reader.next(); s != null; s = reader.next()) {
            cids.add(s.cid().toString());
        }
        return cids;
    }

    /// The CID is Kubo's answer to `dag put`.
    @Test
    void aNodeGoesInAsJsonAndIsStoredAsCbor() throws Exception {
        in(it -> {
            DagPut put =
                    it.node()
                            .dag()
                            .put(
                                    DagPutInput.defaults(),
                                    TestNode.of("{\"a\":1.5}".getBytes(UTF_8)));
            assertThat(put)
                    .isEqualTo(
                            new DagPut(
                                    "bafyreic6v65kiate4qj6lsdjvf2qjul5frowyn4kgtjp7fpbm7jjfz4mfm",
                                    12));
            assertThat(get(it, put.cid())).isEqualTo("{\"a\":1.5}");
            assertThat(get(it, put.cid() + "/a")).isEqualTo("1.5");
            assertThat(all(it.node().dag().get(new DagGetInput(put.cid(), "dag-cbor"))))
                    .hasSize(12)
                    .startsWith(0xa1, 0x61, 0x61, 0xfb);
        });
    }

    @Test
    void aPathResolvesAcrossNodes() throws Exception {
        in(it -> {
            String inner = put(it, "{\"x\":[1,2]}");
            String outer = put(it, "{\"in\":{\"/\":\"" + inner + "\"}}");
            var dag = it.node().dag();
            assertThat(dag.resolve(new DagPathInput(outer + "/in/x/1")))
                    .isEqualTo(new DagResolvedPath(inner, "x/1"));
            assertThat(dag.resolve(new DagPathInput("/ipfs/" + outer + "/in")))
                    .isEqualTo(new DagResolvedPath(inner, ""));
            assertThat(get(it, outer + "/in/x/1")).isEqualTo("2");
            assertThat(failure(() -> get(it, outer + "/no")).code()).isEqualTo(ErrorCode.NOT_FOUND);
            assertThat(failure(() -> dag.export(new DagPathInput(outer + "/in/x"))).code())
                    .isEqualTo(ErrorCode.INVALID_ARGUMENT);
        });
    }

    @Test
    void whatCannotBeStoredIsRefusedWithItsByte() throws Exception {
        in(it -> {
            assertThat(failure(() -> put(it, "{\"a\":1,\"a\":2}")))
                    .hasMessageContaining("dag-json: at byte 7");
            DagPutInput toJson = new DagPutInput("json", "dag-json", false, false);
            assertThat(
                            failure(() ->
                                            it.node()
                                                    .dag()
                                                    .put(
                                                            toJson,
                                                            TestNode.of(
                                                                    ("{\"/\":\"" + MISSING + "\"}")
                                                                            .getBytes(UTF_8))))
                                    .code())
                    .isEqualTo(ErrorCode.INVALID_ARGUMENT);
            assertThat(
                            failure(() ->
                                            it.node()
                                                    .dag()
                                                    .put(
                                                            DagPutInput.defaults(),
                                                            new TestNode.Recorded(
                                                                    null, null, _ -> {})))
                                    .code())
                    .isEqualTo(ErrorCode.INVALID_ARGUMENT);
            assertThat(it.blocks().statistics().blocks()).isZero();
        });
    }

    @Test
    void aDagOfTwoCodecsIsPinnedAndCounted() throws Exception {
        in(it -> {
            String file = it.add(folder()).cid();
            DagPutInput pinned = new DagPutInput("dag-cbor", "dag-json", true, false);
            String json = "[{\"/\":\"" + file + "\"},{\"/\":\"" + file + "\"}]";
            DagPut root = it.node().dag().put(pinned, TestNode.of(json.getBytes(UTF_8)));
            DagStat below = it.node().dag().stat(new DagPathInput(file), _ -> {});
            DagStat all = it.node().dag().stat(new DagPathInput(root.cid()), _ -> {});
            assertThat(all)
                    .isEqualTo(
                            new DagStat(
                                    root.cid(), below.size() + root.size(), below.numBlocks() + 1));
            // Folder, one leaf for a and b, the file, two different leaves of 1 MiB.
            assertThat(below.numBlocks()).isEqualTo(5);
            String absent = "{\"/\":\"" + MISSING + "\"}";
            assertThat(
                            failure(() ->
                                            it.node()
                                                    .dag()
                                                    .put(
                                                            pinned,
                                                            TestNode.of(absent.getBytes(UTF_8))))
                                    .code())
                    .isEqualTo(ErrorCode.NOT_FOUND);
        });
    }

    @Test
    void anExportIsImportedElsewhereAndPinned() throws Exception {
        byte[][] car = new byte[1][];
        String[] root = new String[1];
        in(it -> {
            root[0] = it.add(folder()).cid();
            car[0] = all(it.node().dag().export(new DagPathInput(root[0])));
            assertThat(cids(car[0])).hasSize(5).doesNotHaveDuplicates().startsWith(root[0]);
        });
        TestNode.in(
                temp.resolve("other"),
                it -> {
                    DagImported done = load(it, car[0], true);
                    assertThat(done.blockCount()).isEqualTo(5);
                    assertThat(done.roots().getFirst().cid()).isEqualTo(root[0]);
                    assertThat(done.roots().getFirst().pinned()).isTrue();
                    assertThat(done.bytesNew()).isPositive();
                    assertThat(it.cat(root[0] + "/a")).isEqualTo("same".getBytes(UTF_8));
                    assertThat(it.cat(root[0] + "/large")).hasSize(3_000_000);
                    assertThat(all(it.node().dag().export(new DagPathInput(root[0]))))
                            .isEqualTo(car[0]);
                    assertThat(load(it, car[0], true).bytesNew()).isZero();
                });
    }

    @Test
    void everyKindOfBodyIsRead() throws Exception {
        in(it -> {
            String root = it.add(folder()).cid();
            byte[] car = all(it.node().dag().export(new DagPathInput(root)));
            Path file = Files.write(temp.resolve("x.car"), car);
            ByteBuffer left = ByteBuffer.wrap(car);
            ByteSource.Reader reader =
                    target -> {
                        if (!left.hasRemaining()) {
                            return -1;
                        }
                        target.put(left.get());
                        return 1;
                    };
            for (ByteSource source :
                    List.of(
                            ByteSource.of(file),
                            ByteSource.of(new ByteArrayInputStream(car)),
                            ByteSource.of(reader, car.length))) {
                DagImported done =
                        it.node()
                                .dag()
                                .importCar(
                                        DagImportInput.defaults(),
                                        new TestNode.Recorded(source, null, _ -> {}));
                assertThat(done.blockCount()).as(source.toString()).isEqualTo(5);
            }
        });
    }

    @Test
    void aDamagedArchiveStoresNothing() throws Exception {
        byte[][] car = new byte[1][];
        in(it -> {
            String root = it.add(folder()).cid();
            car[0] = all(it.node().dag().export(new DagPathInput(root)));
        });
        TestNode.in(
                temp.resolve("other"),
                it -> {
                    byte[] flipped = car[0].clone();
                    flipped[flipped.length - 1] ^= 1;
                    OperationFailed damaged = failure(() -> load(it, flipped, true));
                    assertThat(damaged.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT);
                    assertThat(damaged).hasMessageContaining("CAR: at byte");
                    byte[] cut = Arrays.copyOf(car[0], car[0].length - 1);
                    assertThat(failure(() -> load(it, cut, true)))
                            .hasMessageContaining("is cut off");
                    assertThat(it.blocks().statistics().blocks()).isZero();
                });
    }

    @Test
    void aRootWithAGapIsImportedButNotPinned() throws Exception {
        in(it -> {
            String root = put(it, "{\"/\":\"" + MISSING + "\"}");
            assertThat(failure(() -> all(it.node().dag().export(new DagPathInput(root)))).code())
                    .isEqualTo(ErrorCode.NOT_FOUND);
            Cid cid = Cid.parse(root);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            CarWriter writer =
                    new CarWriter(
                            bytes -> {
                                byte[] copy = new byte[bytes.remaining()];
                                bytes.get(copy);
                                out.writeBytes(copy);
                            },
                            List.of(cid));
            writer.put(it.blocks().get(cid));
            DagImported done = load(it, out.toByteArray(), true);
            assertThat(done.roots().getFirst().pinned()).isFalse();
            assertThat(done.roots().getFirst().pinErrorMsg()).contains(MISSING);
            DagImported unpinned = load(it, out.toByteArray(), false);
            assertThat(unpinned.roots().getFirst().pinErrorMsg()).isNull();
        });
    }

    @Test
    void aBlockIsStoredAsItIs() throws Exception {
        in(it -> {
            var blocks = it.node().dag().blocks();
            BlockStat raw = blocks.put(BlockPutInput.defaults(), TestNode.of(new byte[] {1, 2}));
            assertThat(raw.key()).startsWith("bafkrei");
            assertThat(blocks.stat(new BlockInput(raw.key()))).isEqualTo(raw);
            assertThat(all(blocks.get(new BlockInput(raw.key())))).isEqualTo(new byte[] {1, 2});
            BlockStat cbor =
                    blocks.put(
                            new BlockPutInput("dag-cbor", false, false),
                            TestNode.of(new byte[] {(byte) 0xff}));
            assertThat(Cid.parse(cbor.key()).codec()).isEqualTo(Multicodec.DAG_CBOR);
            assertThat(failure(() -> get(it, cbor.key())).code()).isEqualTo(ErrorCode.INTEGRITY);
            assertThat(failure(() -> blocks.stat(new BlockInput(MISSING))).code())
                    .isEqualTo(ErrorCode.NOT_FOUND);
            assertThat(failure(() -> blocks.stat(new BlockInput("x"))).code())
                    .isEqualTo(ErrorCode.INVALID_ARGUMENT);
        });
    }

    @Test
    void aBlockThatTheNetworkDoesNotCarryIsStoredOnlyWhenAskedFor() throws Exception {
        in(it -> {
            var blocks = it.node().dag().blocks();
            byte[] big = new byte[2 * 1024 * 1024 + 1];
            assertThat(failure(() -> blocks.put(BlockPutInput.defaults(), TestNode.of(big))).code())
                    .isEqualTo(ErrorCode.INVALID_ARGUMENT);
            BlockStat stat = blocks.put(new BlockPutInput("raw", false, true), TestNode.of(big));
            byte[] car = all(it.node().dag().export(new DagPathInput(stat.key())));
            assertThat(failure(() -> load(it, car, true))).hasMessageContaining("allow_big_block");
        });
    }
}
