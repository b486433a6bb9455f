package io.ipfskit.ipld.codec;

import io.ipfskit.ipld.data.DataNode;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// JSON to nodes.
final class JsonReader {
    private final JsonInput in;
    private final boolean dag;
    private final CodecLimits limits;
    private int nodes;

    JsonReader(ByteBuffer block, boolean dag, CodecLimits limits) {
        this.in = new JsonInput(block, dag ? "dag-json" : "json", limits);
        this.dag = dag;
        this.limits = limits;
    }

    DataNode read() {
        DataNode node = node(1);
        if (in.peek() >= 0) {
            throw in.unexpected("the end");
        }
        return node;
    }

    private DataNode node(int depth) {
        int next = in.peek();
        if (depth > limits.maxDepth()) {
            throw in.refused(
                    in.position(), "more than " + limits.maxDepth() + " levels of nodes", null);
        }
        if (++nodes > limits.maxNodes()) {
            throw in.refused(in.position(), "more than " + limits.maxNodes() + " nodes", null);
        }
        return switch (next) {
            case '{' -> map(depth);
            case '[' -> new DataNode.ListNode(list(depth));
            case '"' -> new DataNode.Text(in.text());
            case 't' -> word("true", DataNode.of(true));
            case 'f' -> word("false", DataNode.of(false));
            case 'n' -> word("null", DataNode.NULL);
            case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> in.number();
            default -> throw in.unexpected("a value");
        };
    }

    private DataNode word(String word, DataNode node) {
        in.word(word);
        return node;
    }

    private List<DataNode> list(int depth) {
        in.skip();
        List<DataNode> items = new ArrayList<>();
        if (in.peek() == ']') {
            in.skip();
            return items;
        }
        while (true) {
            items.add(node(depth + 1));
            switch (in.peek()) {
                case ',' -> in.skip();
                case ']' -> {
                    in.skip();
                    return items;
                }
                default -> throw in.unexpected("',' or ']'");
            }
        }
    }

    /// A map, or what it stands for in dag-json. The levels of a reserved form count: the text of a
    /// link at the deepest level is one level deeper than the link.
    private DataNode map(int depth) {
        int start = in.position();
        DataNode.MapNode map = new DataNode.MapNode(entries(depth));
        if (!dag) {
            return map;
        }
        try {
            DataNode reserved = JsonForms.parse(map);
            return reserved == null ? map : reserved;
        } catch (CodecException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw in.refused(start, String.valueOf(e.getMessage()), e);
        }
    }

    private SequencedMap<String, DataNode> entries(int depth) {
        in.skip();
        SequencedMap<String, DataNode> entries = new LinkedHashMap<>();
        if (in.peek() == '}') {
            in.skip();
            return entries;
        }
        while (true) {
            if (in.peek() != '"') {
                throw in.unexpected("a key");
            }
            int at = in.position();
            String key = in.text();
            if (entries.containsKey(key)) {
                throw in.refused(at, "a key that the map has already", null);
            }
            in.expect(':');
            entries.put(key, node(depth + 1));
            switch (in.peek()) {
                case ',' -> in.skip();
                case '}' -> {
                    in.skip();
                    return entries;
                }
                default -> throw in.unexpected("',' or '}'");
            }
        }
    }
}
