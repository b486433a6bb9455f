package io.ipfskit.ipld.codec;

import io.ipfskit.ipld.data.DataNode;
import io.ipfskit.ipld.data.IntNode;

import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.List;

/// Nodes to JSON: dag-json without spaces and sorted by the bytes of the keys; json in the map's
/// order, each item on a line, indented by tabs, a line end behind a list or map at the top, all as
/// Kubo has it.
final class JsonWriter {
    private final boolean dag;
    private final CodecLimits limits;
    private final String codec;
    private final ByteOutput out;

    JsonWriter(boolean dag, CodecLimits limits) {
        this.dag = dag;
        this.limits = limits;
        this.codec = dag ? "dag-json" : "json";
        this.out = new ByteOutput(codec, limits.maxBytes());
    }

    ByteBuffer write(DataNode node) {
        node(node, 1);
        if (!dag && (node instanceof DataNode.MapNode || node instanceof DataNode.ListNode)) {
            out.put('\n');
        }
        return out.done();
    }

    private void depth(int depth) {
        if (depth > limits.maxDepth()) {
            throw new CodecException(codec, "more than " + limits.maxDepth() + " levels of nodes");
        }
    }

    private void node(DataNode node, int depth) {
        depth(depth);
        switch (node) {
            case DataNode.Null _ -> out.put("null");
            case DataNode.Bool bool -> out.put(bool.value() ? "true" : "false");
            case IntNode number -> out.put(number.toString());
            case DataNode.FloatNode number -> {
                if (!Double.isFinite(number.value())) {
                    throw new CodecException(
                            codec, number.value() + " cannot be written, floats must be finite");
                }
                out.put(JsonFloat.text(number.value()));
            }
            case DataNode.Text text -> text(Utf8.encode(codec, text.value()));
            case DataNode.Bytes bytes -> {
                reserved("bytes");
                depth(depth + 2);
                out.put("{\"/\":{\"bytes\":\"");
                out.put(JsonForms.base64(bytes.value()));
                out.put("\"}}");
            }
            case DataNode.Link link -> {
                reserved("links");
                depth(depth + 1);
                out.put("{\"/\":\"");
                out.put(JsonForms.link(link.cid()));
                out.put("\"}");
            }
            case DataNode.ListNode list -> list(list.items(), depth);
            case DataNode.MapNode map -> map(map, depth);
        }
    }

    private void reserved(String what) {
        if (!dag) {
            throw new CodecException(codec, what + " cannot be written, they need dag-json");
        }
    }

    private void list(List<DataNode> items, int depth) {
        out.put('[');
        Iterator<DataNode> left = items.iterator();
        while (left.hasNext()) {
            line(depth);
            node(left.next(), depth + 1);
            comma(left, depth);
        }
        out.put(']');
    }

    private void map(DataNode.MapNode map, int depth) {
        if (dag && JsonForms.isReserved(map)) {
            throw new CodecException(
                    codec, "a map that dag-json would read as a link or bytes cannot be written");
        }
        out.put('{');
        Iterator<Utf8.Entry<DataNode>> left =
                dag
                        ? Utf8.sorted(codec, map.entries(), Utf8.BY_BYTES).iterator()
                        : map.entries().entrySet().stream()
                                .map(entry ->
                                        new Utf8.Entry<>(
                                                Utf8.encode(codec, entry.getKey()),
                                                entry.getValue()))
                                .iterator();
        while (left.hasNext()) {
            Utf8.Entry<DataNode> entry = left.next();
            line(depth);
            text(entry.key());
            out.put(dag ? ":" : ": ");
            node(entry.value(), depth + 1);
            comma(left, depth);
        }
        out.put('}');
    }

    private void comma(Iterator<?> left, int depth) {
        if (left.hasNext()) {
            out.put(',');
        } else {
            line(depth - 1);
        }
    }

    private void line(int tabs) {
        if (!dag) {
            out.put('\n');
            for (int i = 0; i < tabs; i++) {
                out.put('\t');
            }
        }
    }

    /// Escapes what JSON must escape, and the two line ends of Unicode, as Kubo does.
    private void text(byte[] utf8) {
        out.put('"');
        for (int i = 0; i < utf8.length; i++) {
            byte b = utf8[i];
            switch (b) {
                case '"', '\\' -> {
                    out.put('\\');
                    out.put(b);
                }
                case '\n' -> out.put("\\n");
                case '\r' -> out.put("\\r");
                case '\t' -> out.put("\\t");
                default -> {
                    if (b >= 0 && b < ' ') {
                        out.put(b < 16 ? "\\u000" : "\\u00");
                        out.put(Integer.toHexString(b));
                    } else if (isLineEnd(utf8, i)) {
                        out.put("\\u202");
                        out.put(Integer.toHexString(utf8[i + 2] & 0xf));
                        i += 2;
                    } else {
                        out.put(b);
                    }
                }
            }
        }
        out.put('"');
    }

    /// U+2028 and U+2029: `e2 80 a8` and `e2 80 a9`.
    private static boolean isLineEnd(byte[] utf8, int at) {
        return utf8[at] == (byte) 0xe2
                && utf8[at + 1] == (byte) 0x80
                && (utf8[at + 2] == (byte) 0xa8 || utf8[at + 2] == (byte) 0xa9);
    }
}
