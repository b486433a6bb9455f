package io.ipfskit.node.kubo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipfskit.ipld.Block;
import io.ipfskit.ipld.BlockNotFound;
import io.ipfskit.ipld.UnsupportedContent;
import io.ipfskit.ipld.codec.Codecs;
import io.ipfskit.ipld.data.DataNode;
import io.ipfskit.multiformats.Cid;
import io.ipfskit.multiformats.Multicodec;
import io.ipfskit.node.TestNode;
import io.ipfskit.node.gc.Hold;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

class CompletenessTest {
    @TempDir Path temp;

    private interface Body {
        void run(TestNode it, Completeness completeness) throws Exception;
    }

    private void with(int linksMax, Body body) throws Exception {
        TestNode.in(
                temp,
                it -> {
                    try (Hold hold = it.node().holds().open("test");
                            Completeness completeness =
                                    new Completeness(it.blocks(), hold, linksMax)) {
                        body.run(it, completeness);
                    }
                });
    }

    private static Cid put(TestNode it, int codec, byte[] bytes) throws Exception {
        return Cid.parse(it.put(codec, bytes));
    }

    private static byte[] list(List<Cid> cids) {
        ByteBuffer encoded =
                Codecs.DAG_CBOR.encode(
                        new DataNode.ListNode(
                                cids.stream().<DataNode>map(cid -> DataNode.of(cid)).toList()));
        byte[] bytes = new byte[encoded.remaining()];
        encoded.get(bytes);
        return bytes;
    }

    private static Cid node(TestNode it, Cid... links) throws Exception {
        return put(it, Multicodec.DAG_CBOR, list(List.of(links)));
    }

    @Test
    void whatWasCompleteOnceIsNotEnteredAgain() throws Exception {
        with(
                1000,
                (it, completeness) -> {
                    Cid at = put(it, Multicodec.RAW, new byte[] {1});
                    // Each level links the one below twice: 2^40 ways down.
                    for (int i = 0; i < 40; i++) {
                        at = node(it, at, at);
                    }
                    completeness.require(at);
                    assertThat(completeness.looked()).isLessThan(100);
                    long before = completeness.looked();
                    completeness.require(at);
                    assertThat(completeness.looked()).isEqualTo(before + 1);
                });
    }

    @Test
    void aGapIsFoundAgainByEveryRootAboveIt() throws Exception {
        with(
                1000,
                (it, completeness) -> {
                    Cid gone = Block.raw(ByteBuffer.wrap(new byte[] {7})).cid();
                    Cid good = node(it, put(it, Multicodec.RAW, new byte[] {1}));
                    Cid inner = node(it, good, gone);
                    Cid first = node(it, good, inner);
                    Cid second = node(it, inner, first);
                    for (Cid root : List.of(first, second, inner, first)) {
                        assertThatThrownBy(() -> completeness.require(root))
                                .isInstanceOfSatisfying(
                                        BlockNotFound.class,
                                        e -> assertThat(e.cid()).isEqualTo(gone));
                    }
                    completeness.require(good);
                    it.put(Multicodec.RAW, new byte[] {7});
                    completeness.require(second);
                });
    }

    @Test
    void aBlockIsEnteredInTheRoleOfItsCodec() throws Exception {
        with(
                1000,
                (it, completeness) -> {
                    Cid gone = Block.raw(ByteBuffer.wrap(new byte[] {7})).cid();
                    Cid node = node(it, gone);
                    completeness.require(node.withCodec(Multicodec.RAW));
                    assertThatThrownBy(() -> completeness.require(node))
                            .isInstanceOf(BlockNotFound.class);
                });
    }

    @Test
    void tooManyOpenLinksAreRefused() throws Exception {
        with(
                100,
                (it, completeness) -> {
                    Cid leaf = put(it, Multicodec.RAW, new byte[] {1});
                    Cid wide =
                            put(
                                    it,
                                    Multicodec.DAG_CBOR,
                                    list(new ArrayList<>(Collections.nCopies(60, leaf))));
                    completeness.require(wide);
                    Cid above =
                            put(
                                    it,
                                    Multicodec.DAG_CBOR,
                                    list(new ArrayList<>(Collections.nCopies(60, wide))));
                    completeness.require(above);
                    Cid deep =
                            put(
                                    it,
                                    Multicodec.DAG_CBOR,
                                    list(new ArrayList<>(Collections.nCopies(101, above))));
                    assertThatThrownBy(() -> completeness.require(deep))
                            .isInstanceOf(UnsupportedContent.class)
                            .hasMessageContaining("too many");
                });
    }

    @Test
    void whatItMetIsHeld() throws Exception {
        with(
                1000,
                (it, completeness) -> {
                    completeness.require(node(it, put(it, Multicodec.RAW, new byte[] {1})));
                    assertThat(it.node().holds().held().getFirst().blocks()).isEqualTo(2);
                });
    }
}
