package io.ipfskit.ipld.codec;

import static io.ipfskit.ipld.Fixtures.hex;
import static io.ipfskit.ipld.codec.CodecTests.CID;
import static io.ipfskit.ipld.codec.CodecTests.LINK;
import static io.ipfskit.ipld.codec.CodecTests.utf8;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipfskit.ipld.Block;
import io.ipfskit.ipld.data.DataNode;
import io.ipfskit.ipld.data.IntNode;
import io.ipfskit.multiformats.Cid;
import io.ipfskit.multiformats.Multicodec;

import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.util.List;

/// raw, cbor and json, the set of codecs, and integers.
class PlainCodecsTest {
    private static final DataNode B_A =
            DataNode.MapNode.of("bb", DataNode.of(1), "a", DataNode.ListNode.of(DataNode.of(2)));

    @Test
    void rawIsBytes() {
        DataNode.Bytes bytes = DataNode.Bytes.of(new byte[] {1, 2});
        assertThat(Codecs.RAW.decode(hex("0102"))).isEqualTo(bytes);
        assertThat(Codecs.RAW.encode(bytes)).isEqualTo(hex("0102"));
        assertThat(Codecs.RAW.links(hex("0102"))).isEmpty();
        assertThatThrownBy(() -> Codecs.RAW.encode(DataNode.of("a")))
                .isInstanceOf(CodecException.class)
                .hasMessage("raw: only bytes can be written, not a string");
    }

    @Test
    void cborReadsWhatDagCborRefuses() {
        assertThat(Codecs.CBOR.decode(hex("9f 1800 ff")))
                .isEqualTo(DataNode.ListNode.of(DataNode.of(0)));
        assertThat(Codecs.CBOR.decode(hex("bf 7f 61 61 61 62 ff 5f 41 01 41 02 ff ff")))
                .isEqualTo(DataNode.MapNode.of("ab", DataNode.Bytes.of(new byte[] {1, 2})));
        assertThat(Codecs.CBOR.decode(hex("f93e00"))).isEqualTo(new DataNode.FloatNode(1.5));
        assertThat(Codecs.CBOR.decode(hex("fa7f800000")))
                .isEqualTo(new DataNode.FloatNode(Double.POSITIVE_INFINITY));
        assertThat(Codecs.CBOR.decode(hex("a2 61 62 01 61 61 02")))
                .isEqualTo(DataNode.MapNode.of("b", DataNode.of(1), "a", DataNode.of(2)));
    }

    @Test
    void cborKeepsTheOrderOfAMap() {
        assertThat(Codecs.CBOR.encode(B_A)).isEqualTo(hex("a2 62 6262 01 61 61 81 02"));
    }

    @Test
    void cborRefusesWhatTheDataModelHasNot() {
        assertThat(CodecTests.refused(Codecs.CBOR, hex("f7"))).isZero();
        assertThat(CodecTests.refused(Codecs.CBOR, hex("81" + LINK))).isEqualTo(1);
        assertThat(CodecTests.refused(Codecs.CBOR, hex("a1 01 01"))).isEqualTo(1);
        assertThat(CodecTests.refused(Codecs.CBOR, hex("a2 61 61 01 61 61 01"))).isEqualTo(4);
        assertThat(CodecTests.refused(Codecs.CBOR, hex("bf 61 61 01 7f 61 61 ff 01 ff")))
                .isEqualTo(4);
        assertThat(CodecTests.refused(Codecs.CBOR, hex("5f 61 61 ff"))).isEqualTo(1);
        assertThat(CodecTests.refused(Codecs.CBOR, hex("5f 5f ff ff"))).isEqualTo(1);
        assertThat(CodecTests.refused(Codecs.CBOR, hex("1f"))).isZero();
        assertThat(CodecTests.refused(Codecs.CBOR, hex("9f 01"))).isEqualTo(2);
        assertThat(CodecTests.refused(Codecs.CBOR, hex("82 01 ff"))).isEqualTo(2);
        assertThat(CodecTests.refused(Codecs.CBOR, hex("bf 61 61 ff"))).isEqualTo(3);
        assertThatThrownBy(() -> Codecs.CBOR.encode(DataNode.of(CID)))
                .isInstanceOf(CodecException.class);
    }

    @Test
    void cborOfIndefiniteLengthsHasABoundDepth() {
        assertThat(CodecTests.refused(Codecs.CBOR, hex("9f".repeat(10_000))))
                .isEqualTo(CodecLimits.DEFAULT.maxDepth());
    }

    @Test
    void jsonIsWrittenAsKuboWritesIt() {
        assertThat(utf8(Codecs.JSON.encode(B_A)))
                .isEqualTo("{\n\t\"bb\": 1,\n\t\"a\": [\n\t\t2\n\t]\n}\n");
        assertThat(utf8(Codecs.JSON.encode(DataNode.MapNode.of()))).isEqualTo("{}\n");
        assertThat(utf8(Codecs.JSON.encode(DataNode.ListNode.of()))).isEqualTo("[]\n");
        assertThat(utf8(Codecs.JSON.encode(DataNode.of("x")))).isEqualTo("\"x\"");
    }

    /// The CID is what Kubo 0.43 answers to `dag put --store-codec json --input-codec json`.
    @Test
    void aJsonBlockHasTheCidThatKuboGivesIt() {
        ByteBuffer text = utf8("[[],{\"a\":[]},null]");
        ByteBuffer block = Codecs.JSON.encode(Codecs.JSON.decode(text));
        assertThat(Block.of(1, Multicodec.JSON, block).cid())
                .hasToString("bagaaiera35qauwy7s3jiva4qmazxxg57x4kksy24ybwf2ss4n52el7hvufca");
    }

    @Test
    void jsonHasNoLinksAndNoBytes() {
        ByteBuffer text = utf8("{\"/\":\"bafkqaaib\"}");
        assertThat(Codecs.JSON.decode(text))
                .isEqualTo(DataNode.MapNode.of("/", DataNode.of("bafkqaaib")));
        assertThat(Codecs.JSON.links(text)).isEmpty();
        assertThatThrownBy(() -> Codecs.JSON.encode(DataNode.of(CID)))
                .isInstanceOf(CodecException.class);
        assertThatThrownBy(() -> Codecs.JSON.encode(DataNode.Bytes.of(new byte[1])))
                .isInstanceOf(CodecException.class);
    }

    @Test
    void aCodecOfOnesOwnCanBeAdded() {
        Codec own =
                new Codec() {
                    @Override
                    public int code() {
                        return 0x300000;
                    }

                    @Override
                    public DataNode decode(ByteBuffer block, CodecLimits limits) {
                        return DataNode.ListNode.of(DataNode.of(CID), DataNode.of(CID));
                    }

                    @Override
                    public ByteBuffer encode(DataNode node, CodecLimits limits) {
                        return ByteBuffer.allocate(0);
                    }
                };
        Codecs more = Codecs.standard().with(own);
        assertThat(more.get(0x300000)).contains(own);
        assertThat(own.links(ByteBuffer.allocate(0))).isEqualTo(List.of(CID, CID));
        assertThat(Codecs.standard().get(0x300000)).isEmpty();
        assertThat(Codecs.standard().all()).hasSize(6);
        assertThat(Codecs.standard().named("dag-json")).contains(Codecs.DAG_JSON);
    }

    @Test
    void theDagPbViewIsGolden() {
        DataNode link =
                new DataNode.MapNode(
                        new java.util.LinkedHashMap<>(
                                java.util.Map.of(
                                        "Hash",
                                        DataNode.of(CID),
                                        "Name",
                                        DataNode.of("a"),
                                        "Tsize",
                                        DataNode.of(300))));
        DataNode node =
                DataNode.MapNode.of(
                        "Data",
                        DataNode.Bytes.of(new byte[] {7}),
                        "Links",
                        DataNode.ListNode.of(link));
        ByteBuffer bytes = hex("120d 0a05 0155000101 120161 18ac02 0a0107");
        assertThat(Codecs.DAG_PB.encode(node)).isEqualTo(bytes);
        assertThat(Codecs.DAG_PB.decode(bytes)).isEqualTo(node);
        assertThat(Codecs.DAG_PB.links(bytes)).isEqualTo(List.of(CID));
    }

    @Test
    void theDagPbViewSortsLinksAndKeepsEqualNamesInOrder() {
        Cid other = Cid.parse("bafkqaaic");
        DataNode b = DataNode.MapNode.of("Hash", DataNode.of(CID), "Name", DataNode.of("b"));
        DataNode a1 = DataNode.MapNode.of("Hash", DataNode.of(other), "Name", DataNode.of("a"));
        DataNode a2 = DataNode.MapNode.of("Hash", DataNode.of(CID), "Name", DataNode.of("a"));
        DataNode node = DataNode.MapNode.of("Links", DataNode.ListNode.of(b, a1, a2));
        assertThat(Codecs.DAG_PB.decode(Codecs.DAG_PB.encode(node)))
                .isEqualTo(DataNode.MapNode.of("Links", DataNode.ListNode.of(a1, a2, b)));
    }

    @Test
    void whatIsNoDagPbViewIsNotWritten() {
        DataNode noHash = DataNode.MapNode.of("Name", DataNode.of("a"));
        List<DataNode> wrong =
                List.of(
                        DataNode.NULL,
                        DataNode.MapNode.of(),
                        DataNode.MapNode.of("Links", DataNode.of(1)),
                        DataNode.MapNode.of("Links", DataNode.ListNode.of(noHash)),
                        DataNode.MapNode.of(
                                "Links", DataNode.ListNode.of(), "Data", DataNode.of("a")),
                        DataNode.MapNode.of(
                                "Links", DataNode.ListNode.of(), "More", DataNode.of("a")),
                        DataNode.MapNode.of(
                                "Links",
                                DataNode.ListNode.of(
                                        DataNode.MapNode.of(
                                                "Hash",
                                                DataNode.of(CID),
                                                "Tsize",
                                                DataNode.of(-1)))));
        for (DataNode node : wrong) {
            assertThatThrownBy(() -> Codecs.DAG_PB.encode(node))
                    .as(node.toString())
                    .isInstanceOf(CodecException.class);
        }
    }

    @Test
    void aBrokenDagPbBlockIsRefusedWithItsOffset() {
        assertThat(CodecTests.refused(Codecs.DAG_PB, hex("0a0107 1a00"))).isEqualTo(4);
        assertThat(CodecTests.refused(Codecs.DAG_PB, hex("1207 0a05 0155000101 1202 0a05")))
                .isEqualTo(13);
    }

    @Test
    void integersAreWhatTheyWere() {
        assertThat(IntNode.of(Long.MIN_VALUE).longValue()).isEqualTo(Long.MIN_VALUE);
        assertThat(IntNode.of(IntNode.MAX)).hasToString("18446744073709551615");
        assertThat(IntNode.of(IntNode.MIN).bigValue()).isEqualTo(IntNode.MIN);
        assertThat(IntNode.ofUnsigned(-1).bigValue()).isEqualTo(IntNode.MAX);
        assertThat(IntNode.of(IntNode.MIN).fitsLong()).isFalse();
        assertThatThrownBy(() -> IntNode.of(IntNode.MIN).longValue())
                .isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> IntNode.of(IntNode.MAX.add(java.math.BigInteger.ONE)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
