package io.ipfskit.ipld.unixfs;

import io.ipfskit.ipld.BlockSource;
import io.ipfskit.ipld.MalformedBlock;
import io.ipfskit.ipld.UnsupportedContent;
import io.ipfskit.ipld.dagpb.PbLink;
import io.ipfskit.multiformats.Cid;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/// Reads the entries of a directory one after another, from one block or from all its shards.
///
/// A directory in one block gives them in the order of the block (by name, unless a hostile or old
/// node wrote it), a sharded one in the order of the names' hashes. Holds the shards on the current
/// path only. Every entry of a shard must stand where its hash says, so that no DAG can repeat
/// entries without end. For one task at a time.
public final class DirectoryReader {
    private final BlockSource source;
    private final Deque<Frame> path = new ArrayDeque<>();
    private boolean sharded;
    private int fanout;

    /// An open block. `prefix` are the hash bits of the path to it.
    private static final class Frame {
        final UnixFsNode.Folder node;
        final long prefix;
        int next;

        Frame(UnixFsNode.Folder node, long prefix) {
            this.node = node;
            this.prefix = prefix;
        }
    }

    /// Opens a directory.
    ///
    /// @throws UnsupportedContent if it is no directory
    public DirectoryReader(BlockSource source, Cid cid) throws IOException, InterruptedException {
        this(source, UnixFs.read(source, cid));
    }

    /// Opens a directory that was already read.
    ///
    /// @throws UnsupportedContent if it is no directory
    public DirectoryReader(BlockSource source, UnixFsNode root) throws UnsupportedContent {
        if (!(root instanceof UnixFsNode.Folder folder)) {
            throw new UnsupportedContent(root.cid(), "it is no directory");
        }
        this.source = source;
        if (folder instanceof UnixFsNode.ShardNode shard) {
            sharded = true;
            fanout = shard.fanout();
        }
        path.addLast(new Frame(folder, 0));
    }

    /// Whether the directory is sharded.
    public boolean isSharded() {
        return sharded;
    }

    /// The next entry, `null` after the last.
    ///
    /// @throws MalformedBlock if the shards contradict each other
    public @Nullable DirectoryEntry next() throws IOException, InterruptedException {
        while (!path.isEmpty()) {
            Frame frame = path.getLast();
            switch (frame.node) {
                case UnixFsNode.DirectoryNode directory -> {
                    if (frame.next < directory.links().size()) {
                        PbLink link = directory.links().get(frame.next++);
                        return new DirectoryEntry(
                                link.nameOrEmpty(), link.cid(), link.tsizeOrZero());
                    }
                    path.removeLast();
                }
                case UnixFsNode.ShardNode shard -> {
                    if (frame.next == shard.links().size()) {
                        path.removeLast();
                        continue;
                    }
                    DirectoryEntry entry = step(frame, shard);
                    if (entry != null) {
                        return entry;
                    }
                }
            }
        }
        return null;
    }

    private @Nullable DirectoryEntry step(Frame frame, UnixFsNode.ShardNode shard)
            throws IOException, InterruptedException {
        PbLink link = shard.links().get(frame.next++);
        int depth = path.size() - 1;
        int digits = Hamt.prefixLength(fanout);
        int bits = Hamt.bitsPerLevel(fanout);
        String name = link.nameOrEmpty();
        long index = Integer.parseInt(name, 0, digits, 16);
        long prefix = frame.prefix << bits | index;
        if (name.length() > digits) {
            String entry = name.substring(digits);
            if (Hamt.hash(entry) >>> (64 - bits * (depth + 1)) != prefix) {
                throw new MalformedBlock(
                        shard.cid(), "an entry of a shard stands where its hash does not belong");
            }
            return new DirectoryEntry(entry, link.cid(), link.tsizeOrZero());
        }
        if (depth + 1 >= Hamt.maxDepth(fanout)) {
            throw new MalformedBlock(
                    shard.cid(), "the sharded directory is deeper than its hash has bits");
        }
        path.addLast(new Frame(child(source, shard, link), prefix));
        return null;
    }

    /// The shard below a link, checked to be one of the same directory and not empty.
    static UnixFsNode.ShardNode child(BlockSource source, UnixFsNode.ShardNode parent, PbLink link)
            throws IOException, InterruptedException {
        UnixFsNode node = UnixFs.read(source, link.cid());
        if (!(node instanceof UnixFsNode.ShardNode shard) || shard.fanout() != parent.fanout()) {
            throw new MalformedBlock(
                    parent.cid(), "its part " + link.cid() + " is no shard of the same fanout");
        }
        if (shard.links().isEmpty()) {
            throw new MalformedBlock(shard.cid(), "a shard below the root has no entries");
        }
        return shard;
    }
}
