package io.ipfskit.ipld.codec;

import io.ipfskit.ipld.data.DataNode;
import io.ipfskit.ipld.data.IntNode;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// CBOR to nodes.
final class CborReader {
    /// Room made for a list before its items are seen.
    private static final int EAGER = 1024;

    private final CborInput in;

    CborReader(ByteBuffer block, boolean dag, CodecLimits limits) {
        in = new CborInput(block, dag, limits);
    }

    DataNode read() {
        in.node(1);
        DataNode node = rest(1);
        in.end();
        return node;
    }

    private DataNode node(int depth) {
        in.node(depth);
        return rest(depth);
    }

    /// The node whose head was read.
    private DataNode rest(int depth) {
        return switch (in.major) {
            case CborInput.UNSIGNED -> IntNode.ofArgument(false, in.argument);
            case CborInput.NEGATIVE -> IntNode.ofArgument(true, in.argument);
            case CborInput.BYTES ->
                    new DataNode.Bytes(in.info == CborInput.INDEFINITE ? chunks() : in.content());
            case CborInput.TEXT -> new DataNode.Text(text());
            case CborInput.LIST -> new DataNode.ListNode(list(depth));
            case CborInput.MAP -> new DataNode.MapNode(map(depth));
            case CborInput.TAG -> new DataNode.Link(in.link());
            default -> simple();
        };
    }

    private DataNode simple() {
        return switch (in.info) {
            case 20 -> DataNode.of(false);
            case 21 -> DataNode.of(true);
            case 22 -> DataNode.NULL;
            case 25, 26, 27 -> new DataNode.FloatNode(in.number());
            default -> throw in.simple();
        };
    }

    private String text() {
        return in.text(in.info == CborInput.INDEFINITE ? chunks() : in.content());
    }

    /// A string in parts, up to the break.
    private ByteBuffer chunks() {
        int start = in.offset;
        int major = in.major;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (in.head(); !in.isBreak(); in.head()) {
            if (in.major != major || in.info == CborInput.INDEFINITE) {
                throw in.refused("a part of a string that is none of its kind");
            }
            ByteBuffer part = in.content();
            if (major == CborInput.TEXT) {
                in.checkText(part);
            }
            byte[] bytes = new byte[part.remaining()];
            part.get(0, bytes);
            out.writeBytes(bytes);
        }
        in.offset = start;
        return ByteBuffer.wrap(out.toByteArray());
    }

    private List<DataNode> list(int depth) {
        if (in.info == CborInput.INDEFINITE) {
            List<DataNode> items = new ArrayList<>();
            for (in.node(depth + 1); !in.isBreak(); in.node(depth + 1)) {
                items.add(rest(depth + 1));
            }
            return items;
        }
        int count = in.count(1);
        List<DataNode> items = new ArrayList<>(Math.min(count, EAGER));
        for (int i = 0; i < count; i++) {
            items.add(node(depth + 1));
        }
        return items;
    }

    private SequencedMap<String, DataNode> map(int depth) {
        SequencedMap<String, DataNode> entries = new LinkedHashMap<>();
        if (in.info == CborInput.INDEFINITE) {
            for (in.head(); !in.isBreak(); in.head()) {
                entry(entries, null, depth);
            }
            return entries;
        }
        int count = in.count(2);
        ByteBuffer before = null;
        for (int i = 0; i < count; i++) {
            in.head();
            before = entry(entries, before, depth);
        }
        return entries;
    }

    private ByteBuffer entry(
            SequencedMap<String, DataNode> entries, @Nullable ByteBuffer before, int depth) {
        int start = in.offset;
        boolean parts = in.major == CborInput.TEXT && in.info == CborInput.INDEFINITE;
        ByteBuffer key = parts ? chunks() : in.key(before);
        String name = in.text(key);
        if (entries.containsKey(name)) {
            throw in.refused(start, "a key that the map has already", null);
        }
        entries.put(name, node(depth + 1));
        return key;
    }
}
