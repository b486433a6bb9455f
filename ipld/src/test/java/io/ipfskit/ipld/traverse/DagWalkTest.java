package io.ipfskit.ipld.traverse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipfskit.ipld.Block;
import io.ipfskit.ipld.BlockMap;
import io.ipfskit.ipld.MalformedBlock;
import io.ipfskit.ipld.UnsupportedContent;
import io.ipfskit.ipld.codec.Codecs;
import io.ipfskit.ipld.data.DataNode;
import io.ipfskit.multiformats.Cid;
import io.ipfskit.multiformats.Multicodec;
import io.ipfskit.multiformats.Multihash;

import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

class DagWalkTest {
    private final BlockMap store = new BlockMap();

    private Cid node(int id, Cid... links) {
        Stream<DataNode> items =
                Stream.concat(Stream.of(DataNode.of(id)), Stream.of(links).map(DataNode::of));
        Block block =
                Block.of(
                        1,
                        Multicodec.DAG_CBOR,
                        Codecs.DAG_CBOR.encode(new DataNode.ListNode(items.toList())));
        store.put(block);
        return block.cid();
    }

    private Cid leaf(int id) {
        Block block = Block.raw(ByteBuffer.wrap(new byte[] {(byte) id}));
        store.put(block);
        return block.cid();
    }

    private List<Cid> walk(Cid root, WalkOptions options) throws Exception {
        return firsts(store, new DagWalk(root, Codecs.standard(), options));
    }

    /// What a walk comes to for the first time.
    static List<Cid> firsts(BlockMap store, DagCursor walk) throws Exception {
        List<Cid> cids = new ArrayList<>();
        for (DagStep step = walk.next(); step != null; step = walk.next()) {
            if (step.isFirst()) {
                cids.add(step.cid());
            }
            walk.expand(step, store.get(step.cid()));
        }
        return cids;
    }

    @Test
    void blocksComeDepthFirstEachOnce() throws Exception {
        Cid a = leaf(1);
        Cid b = leaf(2);
        Cid left = node(1, a, b);
        Cid right = node(2, b, left);
        Cid root = node(3, left, a, right);
        assertThat(walk(root, WalkOptions.DEFAULT)).isEqualTo(List.of(root, left, a, b, right));
        assertThat(walk(root, WalkOptions.DEFAULT.withDuplicates()))
                .isEqualTo(List.of(root, left, a, b, a, right, b, left, a, b));
    }

    @Test
    void aWalkEndsAtItsDepth() throws Exception {
        Cid deep = leaf(1);
        Cid middle = node(1, deep);
        Cid root = node(2, middle);
        assertThat(walk(root, WalkOptions.DEFAULT.withDepth(0))).isEqualTo(List.of(root));
        assertThat(walk(root, WalkOptions.DEFAULT.withDepth(1))).isEqualTo(List.of(root, middle));
        assertThat(walk(root, WalkOptions.DEFAULT.withDepth(2)))
                .isEqualTo(List.of(root, middle, deep));
    }

    @Test
    void aShorterWayToABlockLeadsFurtherDown() throws Exception {
        Cid end = leaf(1);
        Cid shared = node(1, end);
        Cid long1 = node(2, shared);
        Cid root = node(3, long1, shared);
        // By way of long1 the depth ends at shared, directly it ends at its leaf.
        assertThat(walk(root, WalkOptions.DEFAULT.withDepth(2)))
                .isEqualTo(List.of(root, long1, shared, end));
    }

    @Test
    void aLeafIsNotWanted() throws Exception {
        DagWalk walk = new DagWalk(leaf(1), Codecs.standard(), WalkOptions.DEFAULT);
        DagStep step = walk.next();
        assertThat(step).isNotNull().extracting(DagStep::isLeaf).isEqualTo(true);
        assertThat(walk.next()).isNull();
    }

    @Test
    void aDeepDagNeedsNoStack() throws Exception {
        Cid cid = leaf(1);
        for (int i = 0; i < 20_000; i++) {
            cid = node(i, cid);
        }
        assertThat(walk(cid, WalkOptions.DEFAULT)).hasSize(20_001);
    }

    @Test
    void aWalkRemembersNoMoreThanItMay() {
        Cid root = node(1, leaf(1), leaf(2));
        assertThatThrownBy(() -> walk(root, new WalkOptions(WalkOptions.ANY_DEPTH, false, 2)))
                .isInstanceOf(WalkLimitPassed.class)
                .hasMessageContaining("more than 2");
    }

    @Test
    void blocksThatCannotBeFollowedAreNamed() {
        Cid unknown = Cid.v1(Multicodec.LIBP2P_KEY, Multihash.sha256(new byte[] {1}));
        Block key = Block.trusted(unknown, ByteBuffer.wrap(new byte[] {1}));
        store.put(key);
        assertThatThrownBy(() -> walk(unknown, WalkOptions.DEFAULT))
                .isInstanceOf(UnsupportedContent.class);
        Block bad = Block.of(1, Multicodec.DAG_CBOR, ByteBuffer.wrap(new byte[] {(byte) 0xff}));
        store.put(bad);
        assertThatThrownBy(() -> walk(bad.cid(), WalkOptions.DEFAULT))
                .isInstanceOf(MalformedBlock.class);
    }
}
