package io.ipfskit.ipld.unixfs;

import io.ipfskit.ipld.Block;
import io.ipfskit.ipld.BlockSink;
import io.ipfskit.ipld.BlockSource;
import io.ipfskit.ipld.MalformedBlock;
import io.ipfskit.ipld.dagpb.PbLink;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A shard of a directory that is being changed. Shards below it are read when a change leads into
/// them, and forgotten once they are written again.
final class OpenShard {
    /// What stands at an index.
    private sealed interface Slot {}

    private record Entry(DirectoryEntry entry, long hash) implements Slot {}

    /// Invariant: a shard without a link was changed since it was read, or never written.
    private static final class Below implements Slot {
        @Nullable PbLink link;
        @Nullable OpenShard open;

        Below(@Nullable PbLink link, @Nullable OpenShard open) {
            this.link = link;
            this.open = open;
        }
    }

    private final int fanout;
    private final int depth;
    private final Map<Integer, Slot> slots = new TreeMap<>();

    /// A shard without entries.
    OpenShard(int fanout, int depth) {
        this.fanout = fanout;
        this.depth = depth;
    }

    /// A shard as it was written. Its entries must stand where their hashes say.
    ///
    /// @param prefix the bits of the hash that lead to it
    OpenShard(UnixFsNode.ShardNode node, int depth, long prefix) throws MalformedBlock {
        this(node.fanout(), depth);
        int digits = Hamt.prefixLength(fanout);
        int bits = Hamt.bitsPerLevel(fanout);
        for (PbLink link : node.links()) {
            String name = link.nameOrEmpty();
            int index = Integer.parseInt(name, 0, digits, 16);
            if (name.length() == digits) {
                slots.put(index, new Below(link, null));
                continue;
            }
            String text = name.substring(digits);
            long hash = Hamt.hash(text);
            if (hash >>> (64 - bits * (depth + 1)) != (prefix << bits | index)) {
                throw new MalformedBlock(
                        node.cid(), "an entry of a shard stands where its hash does not belong");
            }
            slots.put(
                    index,
                    new Entry(new DirectoryEntry(text, link.cid(), link.tsizeOrZero()), hash));
        }
    }

    private OpenShard open(BlockSource source, Below below, long hash)
            throws IOException, InterruptedException {
        OpenShard open = below.open;
        if (open == null) {
            PbLink link = below.link;
            if (link == null) {
                throw new IllegalStateException("a shard without content");
            }
            UnixFsNode node = UnixFs.read(source, link.cid());
            if (!(node instanceof UnixFsNode.ShardNode shard)
                    || shard.fanout() != fanout
                    || shard.links().isEmpty()) {
                throw new MalformedBlock(
                        link.cid(), "a part of a sharded directory is no shard of it with entries");
            }
            if (depth + 1 >= Hamt.maxDepth(fanout)) {
                throw new MalformedBlock(
                        link.cid(), "the sharded directory is deeper than its hash has bits");
            }
            open = new OpenShard(shard, depth + 1, prefix(hash));
            below.open = open;
        }
        return open;
    }

    /// The bits of a hash that lead through this shard.
    private long prefix(long hash) {
        return hash >>> (64 - Hamt.bitsPerLevel(fanout) * (depth + 1));
    }

    /// The entry of this name, or null.
    @Nullable DirectoryEntry get(BlockSource source, String name, long hash)
            throws IOException, InterruptedException {
        return switch (slots.get(Hamt.index(hash, depth, fanout))) {
            case null -> null;
            case Entry(DirectoryEntry entry, long _) -> entry.name().equals(name) ? entry : null;
            case Below below -> open(source, below, hash).get(source, name, hash);
        };
    }

    /// Puts an entry and gives the one it replaces, or null.
    @Nullable DirectoryEntry put(BlockSource source, DirectoryEntry entry, long hash)
            throws IOException, InterruptedException {
        int index = Hamt.index(hash, depth, fanout);
        return switch (slots.get(index)) {
            case null -> {
                slots.put(index, new Entry(entry, hash));
                yield null;
            }
            case Entry(DirectoryEntry there, long otherHash) -> {
                if (there.name().equals(entry.name())) {
                    slots.put(index, new Entry(entry, hash));
                    yield there;
                }
                if (hash == otherHash || prefixesAgree(hash, otherHash)) {
                    throw EntryName.sameHash(there.name(), entry.name());
                }
                OpenShard below = new OpenShard(fanout, depth + 1);
                below.put(source, there, otherHash);
                below.put(source, entry, hash);
                slots.put(index, new Below(null, below));
                yield null;
            }
            case Below below -> {
                DirectoryEntry replaced = open(source, below, hash).put(source, entry, hash);
                below.link = null;
                yield replaced;
            }
        };
    }

    /// Whether no level tells two hashes apart.
    private boolean prefixesAgree(long a, long b) {
        int unused = 64 - Hamt.bitsPerLevel(fanout) * Hamt.maxDepth(fanout);
        return a >>> unused == b >>> unused;
    }

    /// Removes the entry of this name and gives it, or null. A shard left with one entry gives it
    /// to its parent, as if it had never had another.
    @Nullable DirectoryEntry remove(BlockSource source, String name, long hash)
            throws IOException, InterruptedException {
        int index = Hamt.index(hash, depth, fanout);
        return switch (slots.get(index)) {
            case null -> null;
            case Entry(DirectoryEntry there, long _) -> {
                if (!there.name().equals(name)) {
                    yield null;
                }
                slots.remove(index);
                yield there;
            }
            case Below below -> {
                OpenShard open = open(source, below, hash);
                DirectoryEntry removed = open.remove(source, name, hash);
                if (removed != null) {
                    below.link = null;
                    if (open.slots.isEmpty()) {
                        slots.remove(index);
                    } else if (open.slots.size() == 1
                            && open.slots.values().iterator().next() instanceof Entry last) {
                        slots.put(index, last);
                    }
                }
                yield removed;
            }
        };
    }

    /// Takes entries until it has enough.
    @FunctionalInterface
    interface Visitor {
        /// Whether to go on.
        boolean visit(DirectoryEntry entry);
    }

    /// Gives the entries in the order of their hashes; whether all were given. Reads shards without
    /// keeping them.
    boolean visit(BlockSource source, Visitor visitor) throws IOException, InterruptedException {
        return visit(source, 0, visitor);
    }

    private boolean visit(BlockSource source, long prefix, Visitor visitor)
            throws IOException, InterruptedException {
        for (Map.Entry<Integer, Slot> at : slots.entrySet()) {
            switch (at.getValue()) {
                case Entry(DirectoryEntry entry, long _) -> {
                    if (!visitor.visit(entry)) {
                        return false;
                    }
                }
                case Below below -> {
                    boolean kept = below.open != null;
                    int bits = Hamt.bitsPerLevel(fanout);
                    long way = prefix << bits | at.getKey();
                    OpenShard open = open(source, below, way << (64 - bits * (depth + 1)));
                    boolean all = open.visit(source, way, visitor);
                    if (!kept) {
                        below.open = null;
                    }
                    if (!all) {
                        return false;
                    }
                }
            }
        }
        return true;
    }

    /// Writes what changed, shards before their parents, and forgets what is below.
    DagNode write(ImportProfile profile, BlockSink sink, Attributes attributes)
            throws IOException, InterruptedException {
        boolean[] used = new boolean[fanout];
        List<PbLink> links = new ArrayList<>(slots.size());
        for (Map.Entry<Integer, Slot> at : slots.entrySet()) {
            used[at.getKey()] = true;
            String prefix = Hamt.prefix(at.getKey(), fanout);
            links.add(
                    switch (at.getValue()) {
                        case Entry(DirectoryEntry entry, long _) ->
                                new PbLink(entry.cid(), prefix + entry.name(), entry.tsize());
                        case Below below -> {
                            PbLink link = below.link;
                            OpenShard open = below.open;
                            if (link == null && open != null) {
                                DagNode node = open.write(profile, sink, Attributes.NONE);
                                link = new PbLink(node.cid(), prefix, node.cumulativeSize());
                                below.link = link;
                            }
                            below.open = null;
                            if (link == null) {
                                throw new IllegalStateException("a shard without content");
                            }
                            yield link;
                        }
                    });
        }
        UnixFsData data = UnixFsData.shard(Hamt.bitfield(used), Hamt.HASH_TYPE, fanout, attributes);
        Block block = Nodes.block(profile, links, data);
        sink.put(block);
        return new DagNode(block.cid(), DataType.DIRECTORY, 0, Nodes.cumulativeSize(block, links));
    }
}
