package io.ipfskit.ipld.codec;

import io.ipfskit.ipld.data.DataNode;
import io.ipfskit.ipld.data.IntNode;
import io.ipfskit.multiformats.Cid;

import java.nio.ByteBuffer;
import java.util.List;

/// Nodes to CBOR: shortest heads, definite lengths, 64-bit floats; in dag-cbor keys sorted by
/// length then bytes.
final class CborWriter {
    private final boolean dag;
    private final CodecLimits limits;
    private final String codec;
    private final ByteOutput out;

    CborWriter(boolean dag, CodecLimits limits) {
        this.dag = dag;
        this.limits = limits;
        this.codec = dag ? "dag-cbor" : "cbor";
        this.out = new ByteOutput(codec, limits.maxBytes());
    }

    ByteBuffer write(DataNode node) {
        node(node, 1);
        return out.done();
    }

    private void node(DataNode node, int depth) {
        if (depth > limits.maxDepth()) {
            throw new CodecException(codec, "more than " + limits.maxDepth() + " levels of nodes");
        }
        switch (node) {
            case DataNode.Null _ -> out.put(0xf6);
            case DataNode.Bool bool -> out.put(bool.value() ? 0xf5 : 0xf4);
            case IntNode number ->
                    head(
                            number.isNegative() ? CborInput.NEGATIVE : CborInput.UNSIGNED,
                            number.argument());
            case DataNode.FloatNode number -> number(number.value());
            case DataNode.Text text -> string(CborInput.TEXT, Utf8.encode(codec, text.value()));
            case DataNode.Bytes bytes -> {
                head(CborInput.BYTES, bytes.size());
                out.put(bytes.value());
            }
            case DataNode.ListNode list -> {
                head(CborInput.LIST, list.items().size());
                for (DataNode item : list.items()) {
                    node(item, depth + 1);
                }
            }
            case DataNode.MapNode map -> map(map, depth);
            case DataNode.Link link -> link(link.cid());
        }
    }

    private void map(DataNode.MapNode map, int depth) {
        head(CborInput.MAP, map.entries().size());
        if (dag) {
            List<Utf8.Entry<DataNode>> sorted = Utf8.sorted(codec, map.entries(), Utf8.BY_LENGTH);
            for (Utf8.Entry<DataNode> entry : sorted) {
                string(CborInput.TEXT, entry.key());
                node(entry.value(), depth + 1);
            }
            return;
        }
        map.entries()
                .forEach((key, value) -> {
                    string(CborInput.TEXT, Utf8.encode(codec, key));
                    node(value, depth + 1);
                });
    }

    private void number(double value) {
        if (dag && !Double.isFinite(value)) {
            throw new CodecException(codec, value + " cannot be written, floats must be finite");
        }
        out.put(CborInput.SIMPLE << 5 | 27);
        out.put(Double.doubleToLongBits(value), 8);
    }

    private void link(Cid cid) {
        if (!dag) {
            throw new CodecException(codec, "links cannot be written, they need dag-cbor");
        }
        head(CborInput.TAG, CborInput.TAG_CID);
        head(CborInput.BYTES, cid.size() + 1L);
        out.put(0);
        out.put(cid.bytes());
    }

    private void string(int major, byte[] content) {
        head(major, content.length);
        out.put(content);
    }

    private void head(int major, long argument) {
        int type = major << 5;
        if (argument >= 0 && argument < 24) {
            out.put(type | (int) argument);
        } else if (argument >>> 8 == 0) {
            out.put(type | 24);
            out.put(argument, 1);
        } else if (argument >>> 16 == 0) {
            out.put(type | 25);
            out.put(argument, 2);
        } else if (argument >>> 32 == 0) {
            out.put(type | 26);
            out.put(argument, 4);
        } else {
            out.put(type | 27);
            out.put(argument, 8);
        }
    }
}
