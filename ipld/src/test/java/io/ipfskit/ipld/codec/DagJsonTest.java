package io.ipfskit.ipld.codec;

import static io.ipfskit.ipld.codec.CodecTests.CID;
import static io.ipfskit.ipld.codec.CodecTests.utf8;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipfskit.ipld.data.DataNode;
import io.ipfskit.ipld.data.IntNode;
import io.ipfskit.multiformats.Cid;

import org.junit.jupiter.api.Test;

/// The rules of [dag-json](https://ipld.io/specs/codecs/dag-json/spec/).
class DagJsonTest {
    private static final Codec CODEC = Codecs.DAG_JSON;

    private static void golden(String text, DataNode node) {
        assertThat(utf8(CODEC.encode(node))).isEqualTo(text);
        assertThat(CODEC.decode(utf8(text))).isEqualTo(node);
    }

    private static long refused(String text) {
        return CodecTests.refused(CODEC, utf8(text));
    }

    private static void unwritable(DataNode node) {
        assertThatThrownBy(() -> CODEC.encode(node)).isInstanceOf(CodecException.class);
    }

    @Test
    void everyKindIsGolden() {
        golden("null", DataNode.NULL);
        golden("true", DataNode.of(true));
        golden("false", DataNode.of(false));
        golden("-18446744073709551616", IntNode.of(IntNode.MIN));
        golden("18446744073709551615", IntNode.of(IntNode.MAX));
        golden("\"é水\"", DataNode.of("é水"));
        golden("{\"/\":{\"bytes\":\"AAEC\"}}", DataNode.Bytes.of(new byte[] {0, 1, 2}));
        golden("{\"/\":{\"bytes\":\"\"}}", DataNode.Bytes.of(new byte[0]));
        golden("{\"/\":\"bafkqaaib\"}", DataNode.of(CID));
        golden("[1,[]]", DataNode.ListNode.of(DataNode.of(1), DataNode.ListNode.of()));
        golden("{\"a\":{}}", DataNode.MapNode.of("a", DataNode.MapNode.of()));
    }

    @Test
    void aCidOfVersionZeroIsWrittenInBase58() {
        String text = "QmQg1v4o9xdT3Q14wh4S7dxZkDjyZ9ssFzFzyep1YrVJBY";
        golden("{\"/\":\"" + text + "\"}", DataNode.of(Cid.parse(text)));
    }

    @Test
    void floatsKeepAPointOrAnExponent() {
        golden("1.0", new DataNode.FloatNode(1));
        golden("-0.0", new DataNode.FloatNode(-0.0));
        golden("0.0", new DataNode.FloatNode(0));
        golden("1.5", new DataNode.FloatNode(1.5));
        golden("-0.000001", new DataNode.FloatNode(-1e-6));
        golden("1e-7", new DataNode.FloatNode(1e-7));
        golden("1.25e-7", new DataNode.FloatNode(1.25e-7));
        golden("100000000000000000000.0", new DataNode.FloatNode(1e20));
        golden("1e+21", new DataNode.FloatNode(1e21));
        golden("1.7976931348623157e+308", new DataNode.FloatNode(Double.MAX_VALUE));
        golden("5e-324", new DataNode.FloatNode(Double.MIN_VALUE));
        golden("1e-323", new DataNode.FloatNode(2 * Double.MIN_VALUE));
        golden("0.3", new DataNode.FloatNode(0.3));
        golden("123456.789", new DataNode.FloatNode(123456.789));
        assertThat(CODEC.decode(utf8("1E2"))).isEqualTo(new DataNode.FloatNode(100));
    }

    @Test
    void keysAreWrittenByTheirBytes() {
        golden(
                "{\"aa\":1,\"b\":2}",
                DataNode.MapNode.of("b", DataNode.of(2), "aa", DataNode.of(1)));
        // In UTF-16 the second would come first.
        golden(
                "{\"\uffee\":1,\"\ud800\udf45\":2}",
                DataNode.MapNode.of("\ud800\udf45", DataNode.of(2), "\uffee", DataNode.of(1)));
    }

    @Test
    void textIsEscapedAsLittleAsKuboDoesIt() {
        golden(
                "\"\\u0000\\u0008\\u000c\\n\\r\\t\\u001f\\\"\\\\/\u007f\u0080\\u2028\\u2029\u202a\"",
                DataNode.of("\0\b\f\n\r\t\u001f\"\\/\u007f\u0080\u2028\u2029\u202a"));
    }

    @Test
    void spacesAndOrderAreReadButNotCanonical() {
        String text = " { \"b\" : 1 ,\n\t\"a\" : [ 1 , 2 ] }\r\n";
        DataNode node = CODEC.decode(utf8(text));
        assertThat(utf8(CODEC.encode(node))).isEqualTo("{\"a\":[1,2],\"b\":1}");
        assertThatThrownBy(() -> CODEC.decodeCanonical(utf8(text), CodecLimits.DEFAULT))
                .isInstanceOf(CodecException.class)
                .hasMessage("dag-json: at byte 0: not the canonical form");
    }

    @Test
    void escapesAreRead() {
        assertThat(CODEC.decode(utf8("\"\\u00e9\\/\\b\\f\\ud83d\\ude00\\u002F\"")))
                .isEqualTo(DataNode.of("é/\b\f😀/"));
    }

    @Test
    void trailingDataIsRefused() {
        assertThat(refused("1 2")).isEqualTo(2);
        assertThat(refused("{}{}")).isEqualTo(2);
    }

    @Test
    void aDuplicateKeyIsRefused() {
        assertThat(refused("{\"a\":1,\"\\u0061\":2}")).isEqualTo(7);
    }

    @Test
    void aFormThatStandsForNoLinkIsRefused() {
        assertThat(refused("[{\"/\":\"nothing\"}]")).isEqualTo(1);
        assertThat(refused("{\"/\":\"\"}")).isZero();
    }

    @Test
    void entriesBesideAReservedFormAreRefused() {
        assertThat(refused("{\"/\":\"bafkqaaib\",\"a\":1}")).isZero();
        assertThat(refused("{\"a\":1,\"/\":\"bafkqaaib\"}")).isZero();
        assertThat(refused("{\"/\":{\"bytes\":\"AA\"},\"a\":1}")).isZero();
        assertThat(refused("{\"/\":{\"bytes\":\"AA\",\"c\":1}}")).isZero();
    }

    @Test
    void bytesThatAreNoBase64AreRefused() {
        assertThat(refused("{\"/\":{\"bytes\":\"A\"}}")).isZero();
        assertThat(refused("{\"/\":{\"bytes\":\"A-\"}}")).isZero();
        assertThat(refused("{\"/\":{\"bytes\":\"AB\"}}")).isZero();
        assertThat(CODEC.decode(utf8("{\"/\":{\"bytes\":\"AA==\"}}")))
                .isEqualTo(DataNode.Bytes.of(new byte[1]));
    }

    @Test
    void aSlashThatIsNotReservedIsData() {
        golden("{\"/\":1}", DataNode.MapNode.of("/", DataNode.of(1)));
        golden("{\"/\":{}}", DataNode.MapNode.of("/", DataNode.MapNode.of()));
        golden(
                "{\"/\":{\"bytes\":1}}",
                DataNode.MapNode.of("/", DataNode.MapNode.of("bytes", DataNode.of(1))));
        golden(
                "{\"-\":1,\"/\":\"x\"}",
                DataNode.MapNode.of("-", DataNode.of(1), "/", DataNode.of("x")));
    }

    @Test
    void dataThatWouldBeReadAsALinkOrBytesIsNotWritten() {
        unwritable(DataNode.MapNode.of("/", DataNode.of("x")));
        unwritable(DataNode.MapNode.of("/", DataNode.MapNode.of("bytes", DataNode.of("AA"))));
        unwritable(DataNode.MapNode.of("a", DataNode.of(1), "/", DataNode.of("x")));
    }

    @Test
    void numbersOutOfRangeAreRefused() {
        assertThat(refused("[18446744073709551616]")).isEqualTo(1);
        assertThat(refused("-18446744073709551617")).isZero();
        assertThat(refused("1" + "0".repeat(100))).isZero();
        assertThat(refused("1e400")).isZero();
        unwritable(new DataNode.FloatNode(Double.NaN));
        unwritable(new DataNode.FloatNode(Double.NEGATIVE_INFINITY));
    }

    @Test
    void numbersOfAnotherFormAreRefused() {
        assertThat(refused("01")).isEqualTo(1);
        assertThat(refused("1.")).isEqualTo(2);
        assertThat(refused(".5")).isZero();
        assertThat(refused("+1")).isZero();
        assertThat(refused("-")).isEqualTo(1);
        assertThat(refused("1e")).isEqualTo(2);
        assertThat(refused("NaN")).isZero();
    }

    @Test
    void loneSurrogatesAreRefused() {
        assertThat(refused("\"\\ud800\"")).isEqualTo(1);
        assertThat(refused("\"a\\udc00\"")).isEqualTo(2);
        assertThat(refused("\"\\ud800\\u0041\"")).isEqualTo(1);
        unwritable(DataNode.of("\udc00"));
    }

    @Test
    void textThatIsNoneIsRefused() {
        assertThat(refused("\"a\nb\"")).isEqualTo(2);
        assertThat(refused("\"a")).isEqualTo(2);
        assertThat(refused("\"\\x\"")).isEqualTo(1);
        assertThat(refused("\"\\u12g4\"")).isEqualTo(1);
        assertThat(CodecTests.refused(CODEC, java.nio.ByteBuffer.wrap(new byte[] {'"', -1, '"'})))
                .isEqualTo(1);
    }

    @Test
    void structuresThatAreNoneAreRefused() {
        assertThat(refused("")).isZero();
        assertThat(refused("[1,]")).isEqualTo(3);
        assertThat(refused("[1")).isEqualTo(2);
        assertThat(refused("{\"a\":1,}")).isEqualTo(7);
        assertThat(refused("{a:1}")).isEqualTo(1);
        assertThat(refused("{\"a\"1}")).isEqualTo(4);
        assertThat(refused("nul")).isEqualTo(3);
        assertThat(refused("\ufeff1")).isZero();
    }

    @Test
    void aLevelTooDeepIsRefused() {
        int depth = CodecLimits.DEFAULT.maxDepth();
        CODEC.decode(utf8("[".repeat(depth) + "]".repeat(depth)));
        assertThat(refused("[".repeat(100_000))).isEqualTo(depth);
        assertThat(refused("{\"a\":".repeat(100_000))).isEqualTo(depth * 5L);
    }
}
