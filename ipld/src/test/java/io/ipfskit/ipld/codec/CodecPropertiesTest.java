package io.ipfskit.ipld.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipfskit.ipld.data.DataNode;
import io.ipfskit.multiformats.Cid;

import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

class CodecPropertiesTest {
    @Provide
    Arbitrary<DataNode> rich() {
        return DataNodes.any(true);
    }

    @Provide
    Arbitrary<DataNode> plain() {
        return DataNodes.any(false);
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void everyNodeComesBackFromDagCbor(@ForAll("rich") DataNode node) {
        ByteBuffer bytes = Codecs.DAG_CBOR.encode(node);
        assertThat(Codecs.DAG_CBOR.decodeCanonical(bytes, CodecLimits.DEFAULT)).isEqualTo(node);
        List<Cid> links = new ArrayList<>();
        DataLinks.collect(Codecs.DAG_CBOR.decode(bytes), links);
        assertThat(Codecs.DAG_CBOR.links(bytes)).isEqualTo(links);
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void everyNodeThatDagJsonWritesComesBackAndIsTheSameInDagCbor(@ForAll("rich") DataNode node) {
        Optional<ByteBuffer> json = written(Codecs.DAG_JSON, node);
        if (json.isEmpty()) {
            return;
        }
        DataNode again = Codecs.DAG_JSON.decodeCanonical(json.get(), CodecLimits.DEFAULT);
        assertThat(again).isEqualTo(node);
        assertThat(Codecs.DAG_CBOR.encode(again)).isEqualTo(Codecs.DAG_CBOR.encode(node));
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void everyNodeWithoutLinksComesBackFromCbor(@ForAll("plain") DataNode node) {
        assertThat(Codecs.CBOR.decode(Codecs.CBOR.encode(node))).isEqualTo(node);
        assertThat(Codecs.CBOR.decode(Codecs.DAG_CBOR.encode(node))).isEqualTo(node);
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void everyNodeWithoutLinksAndBytesComesBackFromJson(@ForAll("plain") DataNode node) {
        assertThat(Codecs.JSON.decode(Codecs.JSON.encode(node))).isEqualTo(node);
    }

    /// Only the maps that a reader would take for a link or bytes are not written.
    private static Optional<ByteBuffer> written(Codec codec, DataNode node) {
        try {
            return Optional.of(codec.encode(node));
        } catch (CodecException e) {
            assertThat(e).hasMessageContaining("would read as a link or bytes");
            return Optional.empty();
        }
    }

    @Property(tries = 2000, edgeCases = EdgeCasesMode.NONE)
    void bytesAreEitherRefusedOrTheOneDagCborFormOfANode(@ForAll @Size(max = 40) byte[] bytes) {
        assertCborStrict(bytes);
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void changedBytesAreEitherRefusedOrTheOneFormOfAnotherNode(
            @ForAll("rich") DataNode node, @ForAll int at, @ForAll byte value) {
        ByteBuffer encoded = Codecs.DAG_CBOR.encode(node);
        byte[] bytes = new byte[encoded.remaining()];
        encoded.get(bytes);
        bytes[Math.floorMod(at, bytes.length)] = value;
        assertCborStrict(bytes);
    }

    private static void assertCborStrict(byte[] bytes) {
        DataNode node;
        try {
            node = Codecs.DAG_CBOR.decode(ByteBuffer.wrap(bytes));
        } catch (CodecException e) {
            assertThat(e.offset()).isBetween(0L, (long) bytes.length);
            CodecTests.refused(Codecs.DAG_CBOR, ByteBuffer.wrap(bytes));
            return;
        }
        assertThat(Codecs.DAG_CBOR.encode(node)).isEqualTo(ByteBuffer.wrap(bytes));
    }
}
