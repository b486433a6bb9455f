package io.ipfskit.ipld.data;

import io.ipfskit.multiformats.Cid;

import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/// A node of the data model. Immutable; equality is that of the content, where the order of a map's
/// entries does not count.
///
/// `equals`, `hashCode` and `toString` go down into lists and maps by recursion. Nodes that a codec
/// decoded are no deeper than its limits allow; who builds deeper ones by hand needs the stack for
/// it.
public sealed interface DataNode
        permits DataNode.Null,
                DataNode.Bool,
                IntNode,
                DataNode.FloatNode,
                DataNode.Text,
                DataNode.Bytes,
                DataNode.ListNode,
                DataNode.MapNode,
                DataNode.Link {
    /// Nothing.
    Null NULL = new Null();

    /// Which of the kinds this is.
    Kind kind();

    /// True or false.
    static Bool of(boolean value) {
        return value ? Bool.TRUE : Bool.FALSE;
    }

    /// An integer.
    static IntNode of(long value) {
        return IntNode.of(value);
    }

    /// Text.
    static Text of(String value) {
        return new Text(value);
    }

    /// A link.
    static Link of(Cid cid) {
        return new Link(cid);
    }

    /// Nothing.
    record Null() implements DataNode {
        @Override
        public Kind kind() {
            return Kind.NULL;
        }
    }

    /// True or false.
    ///
    /// @param value which
    record Bool(boolean value) implements DataNode {
        private static final Bool TRUE = new Bool(true);
        private static final Bool FALSE = new Bool(false);

        @Override
        public Kind kind() {
            return Kind.BOOL;
        }
    }

    /// A floating point number. Equality is that of [Double]: zero differs from negative zero.
    ///
    /// @param value any 64-bit number; the dag codecs refuse those that are not finite
    record FloatNode(double value) implements DataNode {
        @Override
        public Kind kind() {
            return Kind.FLOAT;
        }
    }

    /// Text.
    ///
    /// @param value the text; the codecs refuse lone surrogates
    record Text(String value) implements DataNode {
        @Override
        public Kind kind() {
            return Kind.STRING;
        }
    }

    /// Bytes, as a view of the buffer they were given in, which must not change any more.
    ///
    /// @param value the bytes; each call gives a fresh read-only view
    record Bytes(ByteBuffer value) implements DataNode {
        /// Keeps a view of what remains in the buffer.
        public Bytes {
            value = value.slice().asReadOnlyBuffer();
        }

        /// Keeps the array itself.
        public static Bytes of(byte[] bytes) {
            return new Bytes(ByteBuffer.wrap(bytes));
        }

        /// A fresh read-only view.
        @Override
        public ByteBuffer value() {
            return value.duplicate();
        }

        /// The number of bytes.
        public int size() {
            return value.remaining();
        }

        @Override
        public Kind kind() {
            return Kind.BYTES;
        }

        /// The number of bytes.
        @Override
        public String toString() {
            return "Bytes[" + size() + "]";
        }
    }

    /// Nodes in order.
    ///
    /// @param items the nodes
    record ListNode(List<DataNode> items) implements DataNode {
        /// Copies the list.
        public ListNode {
            items = List.copyOf(items);
        }

        /// Of these nodes.
        public static ListNode of(DataNode... items) {
            return new ListNode(List.of(items));
        }

        @Override
        public Kind kind() {
            return Kind.LIST;
        }
    }

    /// Nodes by name, in the order of the encoding or of who built it.
    ///
    /// @param entries the nodes; cannot be changed
    record MapNode(SequencedMap<String, DataNode> entries) implements DataNode {
        /// Copies the map.
        public MapNode {
            entries = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(entries));
        }

        /// The node of this name.
        public Optional<DataNode> get(String key) {
            return Optional.ofNullable(entries.get(key));
        }

        /// Without entries.
        public static MapNode of() {
            return new MapNode(new LinkedHashMap<>());
        }

        /// With one entry.
        public static MapNode of(String key, DataNode value) {
            return new MapNode(new LinkedHashMap<>(Map.of(key, value)));
        }

        /// With two entries in this order.
        public static MapNode of(String key1, DataNode value1, String key2, DataNode value2) {
            LinkedHashMap<String, DataNode> map = new LinkedHashMap<>();
            map.put(key1, value1);
            map.put(key2, value2);
            return new MapNode(map);
        }

        @Override
        public Kind kind() {
            return Kind.MAP;
        }
    }

    /// A link to another block.
    ///
    /// @param cid of the block
    record Link(Cid cid) implements DataNode {
        @Override
        public Kind kind() {
            return Kind.LINK;
        }
    }
}
