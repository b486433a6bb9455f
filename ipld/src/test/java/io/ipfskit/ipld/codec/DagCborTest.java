package io.ipfskit.ipld.codec;

import static io.ipfskit.ipld.Fixtures.hex;
import static io.ipfskit.ipld.codec.CodecTests.CID;
import static io.ipfskit.ipld.codec.CodecTests.LINK;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipfskit.ipld.data.DataNode;
import io.ipfskit.ipld.data.IntNode;

import org.junit.jupiter.api.Test;

import java.util.List;

/// The rules of [dag-cbor](https://ipld.io/specs/codecs/dag-cbor/spec/), each with the byte at
/// which it is broken.
class DagCborTest {
    private static final Codec CODEC = Codecs.DAG_CBOR;

    private static void golden(String bytes, DataNode node) {
        assertThat(CODEC.encode(node)).isEqualTo(hex(bytes));
        assertThat(CODEC.decode(hex(bytes))).isEqualTo(node);
        CODEC.links(hex(bytes));
    }

    private static long refused(String bytes) {
        return CodecTests.refused(CODEC, hex(bytes));
    }

    @Test
    void everyKindIsGolden() {
        golden("f6", DataNode.NULL);
        golden("f4", DataNode.of(false));
        golden("f5", DataNode.of(true));
        golden("fb 3ff8000000000000", new DataNode.FloatNode(1.5));
        golden("fb 8000000000000000", new DataNode.FloatNode(-0.0));
        golden("62 c3a9", DataNode.of("é"));
        golden("43 000102", DataNode.Bytes.of(new byte[] {0, 1, 2}));
        golden("40", DataNode.Bytes.of(new byte[0]));
        golden("82 01 80", DataNode.ListNode.of(DataNode.of(1), DataNode.ListNode.of()));
        golden("a1 61 61 a0", DataNode.MapNode.of("a", DataNode.MapNode.of()));
        golden(LINK, DataNode.of(CID));
    }

    @Test
    void integersHaveTheShortestOfFiveForms() {
        golden("17", IntNode.of(23));
        golden("1818", IntNode.of(24));
        golden("18ff", IntNode.of(255));
        golden("190100", IntNode.of(256));
        golden("19ffff", IntNode.of(65535));
        golden("1a00010000", IntNode.of(65536));
        golden("1affffffff", IntNode.of(4294967295L));
        golden("1b0000000100000000", IntNode.of(4294967296L));
        golden("1b7fffffffffffffff", IntNode.of(Long.MAX_VALUE));
        golden("1bffffffffffffffff", IntNode.of(IntNode.MAX));
        golden("20", IntNode.of(-1));
        golden("3818", IntNode.of(-25));
        golden("3b7fffffffffffffff", IntNode.of(Long.MIN_VALUE));
        golden("3bffffffffffffffff", IntNode.of(IntNode.MIN));
    }

    @Test
    void keysAreWrittenByLengthThenBytes() {
        DataNode node = DataNode.MapNode.of("aa", DataNode.of(1), "b", DataNode.of(2));
        assertThat(CODEC.encode(node)).isEqualTo(hex("a2 61 62 02 62 6161 01"));
    }

    @Test
    void aNumberNotInItsShortestFormIsRefused() {
        assertThat(refused("82 01 1817")).isEqualTo(2);
        assertThat(refused("1900ff")).isZero();
        assertThat(refused("1a0000ffff")).isZero();
        assertThat(refused("1b00000000ffffffff")).isZero();
        assertThat(refused("3817")).isZero();
    }

    @Test
    void aLengthNotInItsShortestFormIsRefused() {
        assertThat(refused("5800")).isZero();
        assertThat(refused("7801 61")).isZero();
        assertThat(refused("9801 01")).isZero();
        assertThat(refused("b801 6161 01")).isZero();
        assertThat(refused("81 d9002a 46 00 0155000101")).isEqualTo(1);
    }

    @Test
    void anIndefiniteLengthIsRefused() {
        assertThat(refused("81 5f 40 ff")).isEqualTo(1);
        assertThat(refused("7f 60 ff")).isZero();
        assertThat(refused("9f ff")).isZero();
        assertThat(refused("bf ff")).isZero();
    }

    @Test
    void keysThatAreNotSortedAreRefused() {
        assertThat(refused("a2 61 62 01 61 61 01")).isEqualTo(4);
        assertThat(refused("a2 62 6161 01 61 62 01")).isEqualTo(5);
    }

    @Test
    void aDuplicateKeyIsRefused() {
        assertThat(refused("a2 61 61 01 61 61 02")).isEqualTo(4);
    }

    @Test
    void aKeyThatIsNoTextIsRefused() {
        assertThat(refused("a1 41 61 01")).isEqualTo(1);
        assertThat(refused("a1 01 01")).isEqualTo(1);
    }

    @Test
    void anyTagButFortyTwoIsRefused() {
        assertThat(refused("81 c1 01")).isEqualTo(1);
        assertThat(refused("d82b 46 00 0155000101")).isZero();
        assertThat(refused("c2 41 01")).isZero();
    }

    @Test
    void aLinkThatIsNoByteStringIsRefused() {
        assertThat(refused("d82a 66 00 0155000101")).isEqualTo(2);
    }

    @Test
    void aLinkWithoutTheIdentityMultibaseIsRefused() {
        assertThat(refused("d82a 45 0155000101")).isEqualTo(2);
        assertThat(refused("d82a 46 62 0155000101")).isEqualTo(2);
        assertThat(refused("d82a 40")).isEqualTo(2);
    }

    @Test
    void aLinkThatIsNoCidIsRefused() {
        assertThat(refused("d82a 42 00 01")).isZero();
        assertThat(refused("d82a 47 00 0155000101 00")).isEqualTo(2);
    }

    @Test
    void aFloatOfFewerBitsIsRefused() {
        assertThat(refused("f93e00")).isZero();
        assertThat(refused("81 fa3fc00000")).isEqualTo(1);
    }

    @Test
    void aFloatThatIsNotFiniteIsRefused() {
        assertThat(refused("fb7ff8000000000000")).isZero();
        assertThat(refused("fb7ff0000000000000")).isZero();
        assertThat(refused("fbfff0000000000000")).isZero();
        assertThatThrownBy(() -> CODEC.encode(new DataNode.FloatNode(Double.NaN)))
                .isInstanceOf(CodecException.class);
        assertThatThrownBy(() -> CODEC.encode(new DataNode.FloatNode(Double.POSITIVE_INFINITY)))
                .isInstanceOf(CodecException.class);
    }

    @Test
    void undefinedAndOtherSimpleValuesAreRefused() {
        assertThat(refused("81 f7")).isEqualTo(1);
        assertThat(refused("e0")).isZero();
        assertThat(refused("f820")).isZero();
        assertThat(refused("f814")).isZero();
        assertThat(refused("ff")).isZero();
    }

    @Test
    void reservedHeadsAreRefused() {
        assertThat(refused("1c")).isZero();
        assertThat(refused("81 5d")).isEqualTo(1);
        assertThat(refused("fe")).isZero();
    }

    @Test
    void trailingBytesAreRefused() {
        assertThat(refused("01 01")).isEqualTo(1);
    }

    @Test
    void aTextThatIsNotUtf8IsRefused() {
        assertThat(refused("81 61 ff")).isEqualTo(1);
        assertThat(refused("63 eda080")).isZero();
        assertThat(refused("a1 61 80 01")).isEqualTo(1);
        assertThatThrownBy(() -> CODEC.encode(DataNode.of("\ud800")))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("lone surrogate");
    }

    @Test
    void anEndWithinAnItemIsRefused() {
        assertThat(refused("")).isZero();
        assertThat(refused("19 01")).isEqualTo(2);
        assertThat(refused("82 01")).isZero();
        assertThat(refused("82 01 19")).isEqualTo(3);
        assertThat(refused("42 01")).isZero();
    }

    @Test
    void whatIsAllocatedIsBoundByTheInput() {
        assertThat(refused("9b7fffffffffffffff")).isZero();
        assertThat(refused("bbffffffffffffffff")).isZero();
        assertThat(refused("5bffffffffffffffff")).isZero();
        assertThat(refused("7a7fffffff")).isZero();
    }

    @Test
    void aLevelTooDeepIsRefusedOnBothWays() {
        CodecLimits limits = new CodecLimits(100, 3, 100);
        DataNode deep = DataNode.of(1);
        for (int i = 0; i < 3; i++) {
            deep = DataNode.ListNode.of(deep);
        }
        DataNode tooDeep = deep;
        assertThat(CODEC.decode(hex("818101"), limits).kind()).hasToString("list");
        assertThatThrownBy(() -> CODEC.decode(hex("81818101"), limits))
                .isInstanceOf(CodecException.class)
                .hasMessage("dag-cbor: at byte 3: more than 3 levels of nodes");
        assertThatThrownBy(() -> CODEC.links(hex("81818101"), limits))
                .hasMessage("dag-cbor: at byte 3: more than 3 levels of nodes");
        assertThatThrownBy(() -> CODEC.encode(tooDeep, limits)).isInstanceOf(CodecException.class);
    }

    @Test
    void theDeepestNodeOfTheDefaultsFitsTheStack() {
        int depth = CodecLimits.DEFAULT.maxDepth();
        var bytes = hex("81".repeat(depth - 1) + "80");
        DataNode node = CODEC.decode(bytes);
        assertThat(CODEC.encode(node)).isEqualTo(bytes);
        assertThat(node.hashCode()).isEqualTo(CODEC.decode(bytes).hashCode());
        assertThat(refused("81".repeat(100_000) + "80")).isEqualTo(depth);
    }

    @Test
    void tooManyNodesOrBytesAreRefused() {
        assertThatThrownBy(() -> CODEC.decode(hex("83010203"), new CodecLimits(100, 9, 3)))
                .hasMessage("dag-cbor: at byte 3: more than 3 nodes");
        assertThatThrownBy(() -> CODEC.decode(hex("83010203"), new CodecLimits(3, 9, 9)))
                .hasMessage("dag-cbor: at byte 0: a block of at most 3 bytes is read");
        assertThatThrownBy(() -> CODEC.encode(DataNode.of("abc"), new CodecLimits(3, 9, 9)))
                .isInstanceOf(CodecException.class);
    }

    @Test
    void linksComeInOrderWithRepetitions() {
        assertThat(CODEC.links(hex("83" + LINK + "a1 61 61" + LINK + "01")))
                .isEqualTo(List.of(CID, CID));
    }
}
