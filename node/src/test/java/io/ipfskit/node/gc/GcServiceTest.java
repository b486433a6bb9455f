package io.ipfskit.node.gc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.ipfskit.anyio.Event;
import io.ipfskit.anyio.Task;
import io.ipfskit.anyio.TaskGroup;
import io.ipfskit.blockstore.WriteSession;
import io.ipfskit.ipld.Block;
import io.ipfskit.ipld.dagpb.DagPb;
import io.ipfskit.ipld.dagpb.PbLink;
import io.ipfskit.ipld.dagpb.PbNode;
import io.ipfskit.ipld.unixfs.DirectoryBuilder;
import io.ipfskit.ipld.unixfs.ImportProfile;
import io.ipfskit.multiformats.Cid;
import io.ipfskit.multiformats.Multicodec;
import io.ipfskit.multiformats.Multihash;
import io.ipfskit.node.TestNode;
import io.ipfskit.node.ops.Added;
import io.ipfskit.node.ops.Collected;
import io.ipfskit.node.ops.PinAddInput;
import io.ipfskit.node.ops.PinRmInput;
import io.ipfskit.node.ops.RemovedBlock;
import io.ipfskit.node.ops.RepoGcInput;
import io.ipfskit.node.repository.PinKind;
import io.ipfskit.operation.ErrorCode;
import io.ipfskit.operation.OperationFailed;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

class GcServiceTest {
    @TempDir Path folder;

    private static byte[] bytes(int seed, int size) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private static Collected collect(TestNode it) throws Exception {
        return it.node().gc().collect(new RepoGcInput(false, true), _ -> {}, _ -> {});
    }

    private long onDisk() throws Exception {
        try (Stream<Path> files = Files.walk(folder.resolve("data/blocks"))) {
            long bytes = 0;
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                bytes += Files.size(file);
            }
            return bytes;
        }
    }

    private void in(TestNode.Body body) throws Exception {
        TestNode.in(folder.resolve("data"), body);
    }

    @Test
    void whatIsNotPinnedGoesAndItsSpaceIsFree() throws Exception {
        byte[] big = bytes(1, 20 << 20);
        byte[] small = bytes(2, 3000);
        in(it -> {
            Added first = it.add(big);
            Added second = it.add(small);
            long before = onDisk();
            assertThat(collect(it).blocks()).isZero();
            assertThat(onDisk()).isEqualTo(before);
            it.node().pins().remove(new PinRmInput(first.cid(), true));
            List<Object> rows = new ArrayList<>();
            Collected dry =
                    it.node().gc().collect(new RepoGcInput(true, false), rows::add, _ -> {});
            assertThat(dry.blocks()).isEqualTo(21);
            assertThat(rows).hasSize(21).hasOnlyElementsOfType(RemovedBlock.class);
            assertThat(onDisk()).isEqualTo(before);
            assertThat(it.cat(first.cid())).isEqualTo(big);
            Collected collected = collect(it);
            assertThat(collected.blocks()).isEqualTo(21);
            assertThat(collected.bytes()).isGreaterThan(20 << 20);
            assertThat(collected.kept()).isEqualTo(1);
            // besides the record of what was removed
            assertThat(collected.freed()).isCloseTo(before - onDisk(), within(64L << 10));
            assertThatThrownBy(() -> it.cat(first.cid()))
                    .isInstanceOfSatisfying(
                            OperationFailed.class,
                            e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND));
            assertThat(it.cat(second.cid())).isEqualTo(small);
        });
        in(it -> assertThat(collect(it).blocks()).isZero());
    }

    @Test
    void whatTwoPinsShareStaysUntilBothAreGone() throws Exception {
        in(it -> {
            String leaf = it.put(Multicodec.RAW, bytes(1, 100));
            Cid shared = Cid.parse(leaf);
            String one = it.put(Multicodec.DAG_PB, node(shared, "a"));
            String two = it.put(Multicodec.DAG_PB, node(shared, "b"));
            it.node().pins().pin(Cid.parse(one), kind(true), null);
            it.node().pins().pin(Cid.parse(two), kind(true), null);
            assertThat(collect(it).blocks()).isZero();
            it.node().pins().remove(new PinRmInput(one, true));
            assertThat(collect(it).blocks()).isEqualTo(1);
            assertThat(it.blocks().has(shared)).isTrue();
            it.node().pins().remove(new PinRmInput(two, true));
            assertThat(collect(it).blocks()).isEqualTo(2);
        });
    }

    private static PinKind kind(boolean recursive) {
        return recursive ? PinKind.RECURSIVE : PinKind.DIRECT;
    }

    private static byte[] node(Cid child, String name) {
        return bytesOf(DagPb.encode(new PbNode(List.of(new PbLink(child, name, 1)), null)));
    }

    private static byte[] bytesOf(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    @Test
    void aDirectPinKeepsItsBlockAloneAndARecursivePinOfTheSameEverythingBelow() throws Exception {
        in(it -> {
            Cid leaf = Cid.parse(it.put(Multicodec.RAW, bytes(1, 100)));
            Cid middle = Cid.parse(it.put(Multicodec.DAG_PB, node(leaf, "leaf")));
            Cid top = Cid.parse(it.put(Multicodec.DAG_PB, node(middle, "middle")));
            it.node().pins().pin(middle, kind(false), null);
            it.node().pins().pin(top, kind(true), null);
            assertThat(collect(it).blocks()).isZero();
            it.node().pins().remove(new PinRmInput(top.toString(), true));
            assertThat(collect(it).blocks()).isEqualTo(2);
            assertThat(it.blocks().has(middle)).isTrue();
        });
    }

    /// The same bytes are a leaf by one CID and have links by another.
    @Test
    void aLeafOfOnePinIsEnteredAsANodeOfAnother() throws Exception {
        in(it -> {
            Cid leaf = Cid.parse(it.put(Multicodec.RAW, bytes(1, 100)));
            Cid inner = Cid.parse(it.put(Multicodec.DAG_PB, node(leaf, "leaf")));
            Cid plain = Cid.v1(Multicodec.RAW, inner.multihash());
            byte[] both =
                    bytesOf(
                            DagPb.encode(
                                    new PbNode(
                                            List.of(
                                                    new PbLink(plain, "a", 1),
                                                    new PbLink(inner, "b", 1)),
                                            null)));
            Cid top = Cid.parse(it.put(Multicodec.DAG_PB, both));
            it.node().pins().pin(top, kind(true), null);
            assertThat(collect(it).blocks()).isZero();
            assertThat(it.blocks().has(leaf)).isTrue();
        });
    }

    @Test
    void aPinThatLacksABlockStopsTheCollectionBeforeAnythingIsRemoved() throws Exception {
        in(it -> {
            Cid leaf = Cid.parse(it.put(Multicodec.RAW, bytes(1, 100)));
            Cid top = Cid.parse(it.put(Multicodec.DAG_PB, node(leaf, "leaf")));
            it.node().pins().pin(top, kind(true), null);
            String garbage = it.put(Multicodec.RAW, bytes(2, 100));
            it.blocks().delete(List.of(leaf));
            assertThatThrownBy(() -> collect(it))
                    .isInstanceOfSatisfying(
                            OperationFailed.class,
                            e -> assertThat(e.code()).isEqualTo(ErrorCode.INTEGRITY))
                    .hasMessageContaining(leaf.toString())
                    .hasMessageContaining(top.toString());
            assertThat(it.blocks().has(Cid.parse(garbage))).isTrue();
            it.put(Multicodec.RAW, bytes(1, 100));
            assertThat(collect(it).blocks()).isEqualTo(1);
        });
    }

    @Test
    void damageBelowTheTreeOfFilesStopsTheCollectionBeforeAnythingIsRemoved() throws Exception {
        in(it -> {
            Cid leaf = Cid.parse(it.put(Multicodec.RAW, bytes(1, 100)));
            List<Block> made = new ArrayList<>();
            DirectoryBuilder builder =
                    new DirectoryBuilder(ImportProfile.UNIXFS_V1_2025, made::add);
            builder.add("the name of a file", leaf, 100);
            Cid root = builder.finish().cid();
            byte[] block = new byte[made.getLast().size()];
            made.getLast().bytes().get(block);
            it.put(Multicodec.DAG_PB, block);
            it.node().files().replaceRoot(root);
            assertThat(collect(it).blocks()).isZero();

            damage("the name of a file");

            assertThatThrownBy(() -> collect(it))
                    .isInstanceOfSatisfying(
                            OperationFailed.class,
                            e -> assertThat(e.code()).isEqualTo(ErrorCode.INTEGRITY))
                    .hasMessageContaining(root.toString());
            assertThat(it.blocks().has(leaf)).isTrue();
        });
    }

    /// Flips a bit of that text wherever it is on the disk.
    private void damage(String text) throws IOException {
        int found = 0;
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                byte[] bytes = Files.readAllBytes(file);
                int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf(text);
                if (at >= 0) {
                    bytes[at] ^= 1;
                    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                        channel.write(ByteBuffer.wrap(bytes, at, 1), at);
                    }
                    found++;
                }
            }
        }
        assertThat(found).isPositive();
    }

    @Test
    void whatAnOperationHoldsStays() throws Exception {
        in(it -> {
            Block block = Block.of(1, Multicodec.RAW, ByteBuffer.wrap(bytes(1, 100)));
            Cid below = Cid.parse(it.put(Multicodec.RAW, bytes(3, 100)));
            Cid top = Cid.parse(it.put(Multicodec.DAG_PB, node(below, "below")));
            try (Hold hold = it.node().holds().open("test");
                    WriteSession session = hold.over(it.blocks().openSession())) {
                session.put(block);
                session.commit();
                hold.dag(top);
                assertThat(collect(it).blocks()).isZero();
            }
            assertThat(collect(it).blocks()).isEqualTo(3);
        });
    }

    @Test
    void twoCollectionsAtOnceAreAConflict() throws Exception {
        in(it -> {
            it.put(Multicodec.RAW, bytes(1, 100));
            Event begun = new Event("row");
            Event go = new Event("go");
            TaskGroup.<Integer, Exception>open(group -> {
                Task<Collected> first =
                        group.fork(() ->
                                it.node()
                                        .gc()
                                        .collect(
                                                new RepoGcInput(false, false),
                                                _ -> {
                                                    begun.set();
                                                    go.await();
                                                },
                                                _ -> {}));
                begun.await();
                assertThatThrownBy(() -> collect(it))
                        .isInstanceOfSatisfying(
                                OperationFailed.class,
                                e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT));
                go.set();
                assertThat(first.join().blocks()).isEqualTo(1);
                return 0;
            });
            assertThat(collect(it).blocks()).isZero();
        });
    }

    @Test
    void marksAreExactHoweverManyThereAre() {
        try (Marks marks = new Marks()) {
            List<Multihash> known = new ArrayList<>();
            for (int i = 0; i < 5000; i++) {
                known.add(Multihash.sha256(bytes(i, 16)));
            }
            known.forEach(one -> assertThat(marks.add(one, 0)).isTrue());
            known.forEach(one -> assertThat(marks.add(one, 0)).isFalse());
            known.forEach(one -> assertThat(marks.contains(one, 7)).isFalse());
            assertThat(marks.size()).isEqualTo(5000);
            assertThat(marks.contains(Multihash.sha256(bytes(9999, 16)), 0)).isFalse();
        }
    }

    private static final Collector.Progress UNTOLD =
            new Collector.Progress() {
                @Override
                public void marked(long blocks) {}

                @Override
                public void swept(long blocks) {}
            };

    /// A pin failed for want of a block, which then came; the same pin succeeds, all within one
    /// collection.
    @Test
    void whatLiesBelowABlockThatCameLateIsMarkedToo() throws Exception {
        in(it -> {
            Cid leaf = Cid.parse(it.put(Multicodec.RAW, bytes(1, 100)));
            byte[] middle = node(leaf, "leaf");
            Cid late = Block.of(1, Multicodec.DAG_PB, ByteBuffer.wrap(middle)).cid();
            Cid top = Cid.parse(it.put(Multicodec.DAG_PB, node(late, "middle")));
            PinAddInput pin = PinAddInput.of(top.toString(), true, null);
            try (Collector collector = new Collector(it.blocks(), it.node().holds(), UNTOLD)) {
                assertThatThrownBy(() -> it.node().pins().add(pin, _ -> {}))
                        .isInstanceOf(OperationFailed.class);
                collector.mark(it.repository().roots());
                it.put(Multicodec.DAG_PB, middle);
                it.node().pins().add(pin, _ -> {});
                collector.sweep(false, (_, _) -> {});
            }
            assertThat(it.blocks().has(leaf)).isTrue();
            assertThat(collect(it).blocks()).isZero();
        });
    }

    @Test
    void aBlockThatSomebodyHoldsAndNobodyCanReadStopsNoCollection() throws Exception {
        in(it -> {
            Cid malformed = Cid.parse(it.put(Multicodec.DAG_PB, bytes(1, 100)));
            String garbage = it.put(Multicodec.RAW, bytes(2, 100));
            try (Hold hold = it.node().holds().open("test")) {
                hold.dag(malformed);
                assertThat(collect(it).blocks()).isEqualTo(1);
            }
            assertThat(it.blocks().has(Cid.parse(garbage))).isFalse();
            assertThat(collect(it).blocks()).isEqualTo(1);
        });
    }
}
