package io.ipfskit.node.repository;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A sorted map of byte strings that never changes: a change makes another one, which shares all
/// but the path to what changed. So a reader's view stays as it is, for as long as it likes.
///
/// Keys have at most [#KEY_MAX] bytes, values at most [#VALUE_MAX], in the unsigned order of keys.
/// A B-tree whose leaves are packed into one array each: an entry takes its bytes and about 6 more.
/// Looking up and changing costs O(log n); a change copies one leaf.
final class PackedTree {
    static final int KEY_MAX = 255;
    static final int VALUE_MAX = 16 << 10;

    /// No entries.
    static final PackedTree EMPTY = new PackedTree(PackedLeaf.EMPTY);

    private static final int CHILDREN_MAX = 64;

    private final Node root;

    private PackedTree(Node root) {
        this.root = root;
    }

    /// A leaf, or what stands over leaves.
    sealed interface Node permits PackedLeaf, Inner {
        /// Entries below.
        long size();
    }

    private static final class Inner implements Node {
        private final Node[] children;

        /// The lowest key that each child may hold; of the first one it is not used.
        private final byte[][] keys;

        private final long size;

        Inner(Node[] children, byte[][] keys, long size) {
            this.children = children;
            this.keys = keys;
            this.size = size;
        }

        @Override
        public long size() {
            return size;
        }

        static Inner of(List<Node> children, List<byte[]> keys) {
            long size = 0;
            for (Node child : children) {
                size += child.size();
            }
            return new Inner(children.toArray(new Node[0]), keys.toArray(new byte[0][]), size);
        }

        int childOf(byte[] key) {
            int low = 1;
            int high = keys.length;
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (Arrays.compareUnsigned(keys[middle], key) <= 0) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return low - 1;
        }
    }

    /// How many entries there are.
    long size() {
        return root.size();
    }

    /// The value of a key, or null.
    byte @Nullable [] get(byte[] key) {
        Node node = root;
        while (node instanceof Inner inner) {
            node = inner.children[inner.childOf(key)];
        }
        PackedLeaf leaf = (PackedLeaf) node;
        int index = leaf.find(key);
        return index < 0 ? null : leaf.value(index);
    }

    /// With this value of this key.
    PackedTree put(byte[] key, byte[] value) {
        if (key.length > KEY_MAX || value.length > VALUE_MAX) {
            throw new IllegalArgumentException(
                    "an entry has at most %d and %d bytes, had %d and %d"
                            .formatted(KEY_MAX, VALUE_MAX, key.length, value.length));
        }
        Node[] made = put(root, key, value);
        if (made.length == 1) {
            return new PackedTree(made[0]);
        }
        byte[] none = new byte[0];
        return new PackedTree(new Inner(made, new byte[][] {none, lowest(made[1])}, size(made)));
    }

    private static long size(Node[] nodes) {
        long size = 0;
        for (Node node : nodes) {
            size += node.size();
        }
        return size;
    }

    private static byte[] lowest(Node node) {
        Node at = node;
        while (at instanceof Inner inner) {
            at = inner.children[0];
        }
        return ((PackedLeaf) at).key(0);
    }

    /// One node, or two where it became too large.
    private static Node[] put(Node node, byte[] key, byte[] value) {
        if (node instanceof PackedLeaf leaf) {
            return leaf.put(key, value);
        }
        Inner inner = (Inner) node;
        int at = inner.childOf(key);
        Node[] made = put(inner.children[at], key, value);
        if (made.length == 1) {
            Node[] children = inner.children.clone();
            long size = inner.size - children[at].size() + made[0].size();
            children[at] = made[0];
            return new Node[] {new Inner(children, inner.keys, size)};
        }
        List<Node> children = new ArrayList<>(Arrays.asList(inner.children));
        List<byte[]> keys = new ArrayList<>(Arrays.asList(inner.keys));
        children.set(at, made[0]);
        children.add(at + 1, made[1]);
        keys.add(at + 1, lowest(made[1]));
        if (children.size() <= CHILDREN_MAX) {
            return new Node[] {Inner.of(children, keys)};
        }
        int half = children.size() / 2;
        return new Node[] {
            Inner.of(children.subList(0, half), keys.subList(0, half)),
            Inner.of(children.subList(half, children.size()), keys.subList(half, children.size()))
        };
    }

    /// Without this key; itself when it is not there.
    PackedTree remove(byte[] key) {
        if (get(key) == null) {
            return this;
        }
        Node made = remove(root, key);
        while (made instanceof Inner inner && inner.children.length == 1) {
            made = inner.children[0];
        }
        return new PackedTree(made == null ? PackedLeaf.EMPTY : made);
    }

    /// Null when nothing is left.
    private static @Nullable Node remove(Node node, byte[] key) {
        if (node instanceof PackedLeaf leaf) {
            PackedLeaf made = leaf.remove(key);
            return made.size() == 0 ? null : made;
        }
        Inner inner = (Inner) node;
        int at = inner.childOf(key);
        Node made = remove(inner.children[at], key);
        if (made != null && !isSmall(made)) {
            Node[] children = inner.children.clone();
            children[at] = made;
            return new Inner(children, inner.keys, inner.size - 1);
        }
        List<Node> children = new ArrayList<>(Arrays.asList(inner.children));
        List<byte[]> keys = new ArrayList<>(Arrays.asList(inner.keys));
        if (made == null) {
            children.remove(at);
            keys.remove(at);
            return children.isEmpty() ? null : Inner.of(children, keys);
        }
        children.set(at, made);
        int left = at > 0 ? at - 1 : at;
        if (left + 1 < children.size()
                && children.get(left) instanceof PackedLeaf first
                && children.get(left + 1) instanceof PackedLeaf second
                && first.fitsWith(second)) {
            children.set(left, first.joined(second));
            children.remove(left + 1);
            keys.remove(left + 1);
        }
        return Inner.of(children, keys);
    }

    private static boolean isSmall(Node node) {
        return node instanceof PackedLeaf leaf && leaf.isSmall();
    }

    /// Walks over the entries behind `after`, or over all when it is null.
    Cursor cursor(byte @Nullable [] after) {
        return new Cursor(root, after);
    }

    /// Goes through the entries of one tree in order. For one task.
    static final class Cursor {
        /// Where the path goes on in one inner node.
        private record Place(Inner inner, int child) {}

        private final List<Place> path = new ArrayList<>();
        private PackedLeaf leaf;
        private int index;

        private Cursor(Node root, byte @Nullable [] after) {
            Node node = root;
            while (node instanceof Inner inner) {
                int child = after == null ? 0 : inner.childOf(after);
                path.add(new Place(inner, child));
                node = inner.children[child];
            }
            leaf = (PackedLeaf) node;
            int found = after == null ? -1 : leaf.find(after);
            index = after == null ? -1 : found >= 0 ? found : -found - 2;
        }

        /// Goes to the next entry; false behind the last.
        boolean next() {
            if (++index < leaf.size()) {
                return true;
            }
            while (!path.isEmpty()) {
                Place place = path.removeLast();
                if (place.child + 1 < place.inner.children.length) {
                    path.add(new Place(place.inner, place.child + 1));
                    Node node = place.inner.children[place.child + 1];
                    while (node instanceof Inner inner) {
                        path.add(new Place(inner, 0));
                        node = inner.children[0];
                    }
                    leaf = (PackedLeaf) node;
                    index = 0;
                    return true;
                }
            }
            index = (int) leaf.size();
            return false;
        }

        /// The key of the entry it stands at, as a copy.
        byte[] key() {
            return leaf.key(index);
        }

        /// The value of the entry it stands at, as a copy.
        byte[] value() {
            return leaf.value(index);
        }
    }
}
