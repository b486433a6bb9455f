package io.ipfskit.ipld.codec;

import io.ipfskit.ipld.data.DataNode;
import io.ipfskit.ipld.data.IntNode;
import io.ipfskit.multiformats.Cid;
import io.ipfskit.multiformats.Multicodec;
import io.ipfskit.multiformats.Multihash;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

import java.util.LinkedHashMap;
import java.util.List;

/// Random nodes.
final class DataNodes {
    private DataNodes() {}

    /// Nodes of any kind; `rich` ones have links and bytes, too.
    static Arbitrary<DataNode> any(boolean rich) {
        return any(rich, 3);
    }

    private static Arbitrary<DataNode> any(boolean rich, int depth) {
        Arbitrary<DataNode> leaf = rich ? Arbitraries.oneOf(plain(), rich()) : plain();
        if (depth == 0) {
            return leaf;
        }
        Arbitrary<DataNode> deeper = Arbitraries.lazy(() -> any(rich, depth - 1));
        Arbitrary<DataNode> list = deeper.list().ofMaxSize(4).map(DataNode.ListNode::new);
        Arbitrary<DataNode> map =
                Arbitraries.maps(text(), deeper)
                        .ofMaxSize(4)
                        .map(entries -> new DataNode.MapNode(new LinkedHashMap<>(entries)));
        return Arbitraries.oneOf(List.of(leaf, list, map));
    }

    private static Arbitrary<DataNode> plain() {
        Arbitrary<DataNode> integers =
                Arbitraries.oneOf(
                        Arbitraries.longs().map(IntNode::of),
                        Arbitraries.integers().between(-300, 300).map(IntNode::of),
                        Arbitraries.bigIntegers()
                                .between(IntNode.MIN, IntNode.MAX)
                                .map(IntNode::of));
        Arbitrary<DataNode> floats =
                Arbitraries.longs()
                        .map(Double::longBitsToDouble)
                        .filter(Double::isFinite)
                        .map(DataNode.FloatNode::new);
        return Arbitraries.oneOf(
                Arbitraries.of(DataNode.NULL, DataNode.of(true), DataNode.of(false)),
                integers,
                floats,
                text().map(DataNode::of));
    }

    private static Arbitrary<DataNode> rich() {
        Arbitrary<byte[]> bytes = Arbitraries.bytes().array(byte[].class).ofMaxSize(30);
        return Arbitraries.oneOf(
                bytes.map(DataNode.Bytes::of),
                bytes.map(
                        digest -> DataNode.of(Cid.v1(Multicodec.RAW, Multihash.identity(digest)))),
                bytes.map(content -> DataNode.of(Cid.v0(Multihash.sha256(content)))));
    }

    private static Arbitrary<String> text() {
        return Arbitraries.oneOf(
                Arbitraries.strings().ascii().ofMaxLength(8),
                Arbitraries.of("/", "bytes", "", "a", "\u2028", "\uffff", "😀", "\0"),
                Arbitraries.integers()
                        .between(0, Character.MAX_CODE_POINT)
                        .filter(c -> c < 0xd800 || c > 0xdfff)
                        .map(Character::toString));
    }
}
