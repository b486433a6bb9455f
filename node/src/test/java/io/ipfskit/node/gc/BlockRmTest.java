package io.ipfskit.node.gc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipfskit.anyio.Event;
import io.ipfskit.anyio.Task;
import io.ipfskit.anyio.TaskGroup;
import io.ipfskit.blockstore.WriteSession;
import io.ipfskit.ipld.Block;
import io.ipfskit.ipld.dagpb.DagPb;
import io.ipfskit.ipld.dagpb.PbLink;
import io.ipfskit.ipld.dagpb.PbNode;
import io.ipfskit.multiformats.Cid;
import io.ipfskit.multiformats.Multicodec;
import io.ipfskit.multiformats.Multihash;
import io.ipfskit.node.TestNode;
import io.ipfskit.node.ops.BlockOutcome;
import io.ipfskit.node.ops.BlockRmInput;
import io.ipfskit.node.ops.BlocksRemoved;
import io.ipfskit.node.ops.PinRmInput;
import io.ipfskit.node.ops.RepoGcInput;
import io.ipfskit.node.repository.PinKind;
import io.ipfskit.operation.ErrorCode;
import io.ipfskit.operation.OperationFailed;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

class BlockRmTest {
    @TempDir Path folder;

    private final List<Object> rows = new ArrayList<>();

    private void in(TestNode.Body body) throws Exception {
        TestNode.in(folder.resolve("data"), body);
    }

    private static byte[] bytes(int seed) {
        byte[] bytes = new byte[100];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private static Cid leaf(TestNode it, int seed) throws Exception {
        return Cid.parse(it.put(Multicodec.RAW, bytes(seed)));
    }

    private static Cid node(TestNode it, Cid child) throws Exception {
        ByteBuffer node = DagPb.encode(new PbNode(List.of(new PbLink(child, "", 1)), null));
        byte[] bytes = new byte[node.remaining()];
        node.get(bytes);
        return Cid.parse(it.put(Multicodec.DAG_PB, bytes));
    }

    private BlocksRemoved remove(TestNode it, Cid... cids) throws InterruptedException {
        rows.clear();
        List<String> texts = new ArrayList<>();
        for (Cid cid : cids) {
            texts.add(cid.toString());
        }
        return it.node().gc().remove(BlockRmInput.of(texts), rows::add, _ -> {});
    }

    private static BlockOutcome kept(Cid cid, String why) {
        return new BlockOutcome(cid.toString(), why);
    }

    private static BlockOutcome gone(Cid cid) {
        return new BlockOutcome(cid.toString(), null);
    }

    @Test
    void whatNothingNeedsIsRemovedForGood() throws Exception {
        Cid[] cids = new Cid[2];
        in(it -> {
            cids[0] = leaf(it, 1);
            cids[1] = node(it, cids[0]);
            assertThat(remove(it, cids[0])).isEqualTo(new BlocksRemoved(1, 100, 0, 0));
            assertThat(rows).containsExactly(gone(cids[0]));
            assertThat(it.blocks().has(cids[0])).isFalse();
        });
        in(it -> {
            assertThat(it.blocks().has(cids[0])).isFalse();
            assertThat(it.blocks().has(cids[1])).isTrue();
        });
    }

    @Test
    void whatAPinNeedsStaysAndTheRowSaysWhichAsKuboDoes() throws Exception {
        in(it -> {
            Cid below = leaf(it, 1);
            Cid root = node(it, below);
            Cid direct = leaf(it, 2);
            Cid free = leaf(it, 3);
            it.node().pins().pin(root, PinKind.RECURSIVE, null);
            it.node().pins().pin(direct, PinKind.DIRECT, null);
            assertThat(remove(it, below, root, direct, free))
                    .isEqualTo(new BlocksRemoved(1, 100, 3, 0));
            assertThat(rows)
                    .containsExactlyInAnyOrder(
                            kept(below, "pinned via " + root),
                            kept(root, "pinned: recursive"),
                            kept(direct, "pinned: direct"),
                            gone(free));
            assertThat(it.blocks().has(below)).isTrue();
            assertThat(it.blocks().has(free)).isFalse();
        });
    }

    @Test
    void aBlockIsOneByWhateverCid() throws Exception {
        in(it -> {
            Cid leaf = leaf(it, 1);
            it.node().pins().pin(node(it, leaf), PinKind.RECURSIVE, null);
            Cid other = leaf.withCodec(Multicodec.DAG_CBOR);
            assertThat(remove(it, other).needed()).isEqualTo(1);
            Cid free = leaf(it, 2);
            assertThat(remove(it, free, free.withCodec(Multicodec.DAG_CBOR)).removed())
                    .isEqualTo(1);
        });
    }

    @Test
    void whatIsNotHereIsToldUnlessForced() throws Exception {
        in(it -> {
            Cid missing = Cid.v1(Multicodec.RAW, Multihash.sha256(bytes(9)));
            assertThat(remove(it, missing)).isEqualTo(new BlocksRemoved(0, 0, 0, 1));
            assertThat(rows).containsExactly(kept(missing, "block " + missing + " is not here"));
            rows.clear();
            Cid here = leaf(it, 1);
            BlocksRemoved forced =
                    it.node()
                            .gc()
                            .remove(
                                    new BlockRmInput(
                                            List.of(missing.toString(), here.toString()),
                                            true,
                                            true),
                                    rows::add,
                                    _ -> {});
            assertThat(forced).isEqualTo(new BlocksRemoved(1, 100, 0, 1));
            assertThat(rows).isEmpty();
        });
    }

    @Test
    void aBlockThatItsCidHoldsCannotBeRemoved() throws Exception {
        in(it -> {
            Cid inline = Cid.v1(Multicodec.RAW, Multihash.identity(new byte[] {1, 2}));
            assertThat(remove(it, inline).needed()).isEqualTo(1);
            assertThat(rows).containsExactly(kept(inline, "its CID holds its bytes"));
        });
    }

    @Test
    void whatAnOperationHoldsStays() throws Exception {
        in(it -> {
            Cid below = leaf(it, 1);
            Cid top = node(it, below);
            Cid single = leaf(it, 2);
            try (Hold hold = it.node().holds().open("test")) {
                hold.dag(top);
                hold.block(single);
                assertThat(remove(it, below, top, single)).isEqualTo(new BlocksRemoved(0, 0, 3, 0));
                assertThat(rows)
                        .containsExactlyInAnyOrder(
                                kept(below, NamedRemoval.IN_USE),
                                kept(top, NamedRemoval.IN_USE),
                                kept(single, NamedRemoval.IN_USE));
            }
            assertThat(remove(it, below, top, single).removed()).isEqualTo(3);
        });
    }

    @Test
    void anAddThatCountsOnABlockAndARemovalOfItNeverBothSucceed() throws Exception {
        in(it -> {
            Block block = Block.raw(ByteBuffer.wrap(bytes(1)));
            for (int round = 0; round < 50; round++) {
                it.put(Multicodec.RAW, bytes(1));
                TaskGroup.<Integer, Exception>open(group -> {
                    group.fork(() -> remove(it, block.cid()));
                    group.fork(() -> {
                        try (Hold hold = it.node().holds().open("test");
                                WriteSession session = hold.over(it.blocks().openSession())) {
                            session.put(block);
                            session.commit();
                            it.node().pins().pin(block.cid(), PinKind.RECURSIVE, null);
                        }
                        return 0;
                    });
                    return 0;
                });
                assertThat(it.blocks().has(block.cid())).isTrue();
                it.node().pins().remove(new PinRmInput(block.cid().toString(), true));
            }
        });
    }

    @Test
    void aPinThatLacksABlockStopsTheRemoval() throws Exception {
        in(it -> {
            Cid leaf = leaf(it, 1);
            Cid top = node(it, leaf);
            it.node().pins().pin(top, PinKind.RECURSIVE, null);
            it.blocks().delete(List.of(leaf));
            Cid free = leaf(it, 2);
            assertThatThrownBy(() -> remove(it, free))
                    .isInstanceOfSatisfying(
                            OperationFailed.class,
                            e -> assertThat(e.code()).isEqualTo(ErrorCode.INTEGRITY))
                    .hasMessageContaining(leaf.toString());
            assertThat(it.blocks().has(free)).isTrue();
            // what is a pin itself needs no look below others
            assertThat(remove(it, top).needed()).isEqualTo(1);
        });
    }

    @Test
    void moreBlocksThanOneBatchAllGo() throws Exception {
        in(it -> {
            List<String> cids = new ArrayList<>();
            try (WriteSession session = it.blocks().openSession()) {
                for (int i = 0; i < 2 * LiveSet.CLAIM_MAX + 1; i++) {
                    Block block = Block.raw(ByteBuffer.wrap(bytes(i)));
                    session.put(block);
                    cids.add(block.cid().toString());
                }
                session.commit();
            }
            assertThat(it.node().gc().remove(BlockRmInput.of(cids), rows::add, _ -> {}).removed())
                    .isEqualTo(cids.size());
            assertThat(rows).hasSize(cids.size());
            assertThat(it.blocks().statistics().blocks()).isZero();
        });
    }

    @Test
    void aRemovalWaitsForACollection() throws Exception {
        in(it -> {
            leaf(it, 1);
            Cid late = Cid.v1(Multicodec.RAW, Multihash.sha256(bytes(2)));
            Event begun = new Event("row");
            Event go = new Event("go");
            List<String> order = Collections.synchronizedList(new ArrayList<>());
            TaskGroup.<Integer, Exception>open(group -> {
                Task<?> collection =
                        group.fork(() ->
                                it.node()
                                        .gc()
                                        .collect(
                                                new RepoGcInput(false, false),
                                                _ -> {
                                                    begun.set();
                                                    go.await();
                                                    order.add("collected");
                                                },
                                                _ -> {}));
                begun.await();
                Task<?> removal =
                        group.fork(() -> {
                            remove(it, late);
                            order.add("removed");
                            return 0;
                        });
                go.set();
                collection.join();
                removal.join();
                return 0;
            });
            assertThat(order).containsExactly("collected", "removed");
        });
    }

    @Test
    void whatIsNoCidOrTooMuchIsRefused() throws Exception {
        in(it -> {
            for (List<String> bad :
                    List.of(
                            List.<String>of(),
                            List.of("nonsense"),
                            Collections.nCopies(BlockRmInput.CIDS_MAX + 1, "x"))) {
                assertThatThrownBy(() ->
                                it.node().gc().remove(BlockRmInput.of(bad), rows::add, _ -> {}))
                        .isInstanceOfSatisfying(
                                OperationFailed.class,
                                e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT))
                        .hasMessageContaining("cids");
            }
        });
    }
}
