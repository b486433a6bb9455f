package io.ipfskit.ipld.unixfs;

import io.ipfskit.ipld.Block;
import io.ipfskit.ipld.BlockSink;
import io.ipfskit.ipld.dagpb.PbLink;
import io.ipfskit.multiformats.Multicodec;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// Builds the DAG of one file from its leaves, in the balanced layout: all leaves are at the same
/// depth, and a node is filled before the next begins.
///
/// Blocks go to the sink as soon as they are complete, children before parents. At most `maxLinks`
/// links per level are held, whatever the size of the file. For one task at a time; after a failure
/// the builder is of no use.
public final class FileDagBuilder {
    private final ImportProfile profile;
    private final BlockSink sink;
    private final Attributes attributes;
    private final List<Level> levels = new ArrayList<>();
    private @Nullable Leaf only;
    private boolean finished;

    /// One row of the tree: the node being filled. Invariant: at most `maxLinks` children, and it
    /// is flushed only when one more arrives, so that the last node of a full row can still become
    /// the root.
    private static final class Level {
        final List<PbLink> links = new ArrayList<>();
        final List<Long> sizes = new ArrayList<>();
        long size;
    }

    /// For a file without attributes.
    public FileDagBuilder(ImportProfile profile, BlockSink sink) {
        this(profile, sink, Attributes.NONE);
    }

    /// For a file with attributes, which its root node will hold.
    ///
    /// @throws IllegalArgumentException if there are attributes and the profile has raw leaves: a
    ///   raw block cannot hold them, use `profile.withRawLeaves(false)` as other nodes do
    public FileDagBuilder(ImportProfile profile, BlockSink sink, Attributes attributes) {
        if (!attributes.isEmpty() && profile.rawLeaves()) {
            throw new IllegalArgumentException(
                    "a file with mode or modification time needs dag-pb leaves: use"
                            + " profile.withRawLeaves(false)");
        }
        this.profile = profile;
        this.sink = sink;
        this.attributes = attributes;
    }

    /// Takes the next leaf; leaves come in the order of the file and each but the last is full.
    public void add(Leaf leaf) throws IOException, InterruptedException {
        if (finished) {
            throw new IllegalStateException("the file is finished");
        }
        if (levels.isEmpty() && only == null) {
            only = leaf;
            return;
        }
        if (only != null) {
            Leaf first = only;
            only = null;
            put(first);
        }
        put(leaf);
    }

    private void put(Leaf leaf) throws IOException, InterruptedException {
        sink.put(leaf.block());
        addTo(0, new PbLink(leaf.block().cid(), "", leaf.block().size()), leaf.size());
    }

    private void addTo(int height, PbLink link, long size)
            throws IOException, InterruptedException {
        if (height == levels.size()) {
            levels.add(new Level());
        }
        Level level = levels.get(height);
        if (level.links.size() == profile.maxLinks()) {
            flush(height);
        }
        level.links.add(link);
        level.sizes.add(size);
        level.size += size;
    }

    private void flush(int height) throws IOException, InterruptedException {
        DagNode node = write(levels.get(height), Attributes.NONE);
        levels.get(height).links.clear();
        levels.get(height).sizes.clear();
        levels.get(height).size = 0;
        addTo(height + 1, new PbLink(node.cid(), "", node.cumulativeSize()), node.size());
    }

    private DagNode write(Level level, Attributes own) throws IOException, InterruptedException {
        long[] sizes = new long[level.sizes.size()];
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = level.sizes.get(i);
        }
        Block block =
                Nodes.block(profile, level.links, UnixFsData.file(null, level.size, sizes, own));
        sink.put(block);
        return new DagNode(
                block.cid(), DataType.FILE, level.size, Nodes.cumulativeSize(block, level.links));
    }

    /// Writes what is left and gives the root. A file without leaves is empty.
    public DagNode finish() throws IOException, InterruptedException {
        if (finished) {
            throw new IllegalStateException("the file is finished");
        }
        finished = true;
        if (levels.isEmpty()) {
            Leaf leaf = only == null ? Leaf.of(profile, ByteBuffer.allocate(0)) : only;
            Block block =
                    attributes.isEmpty()
                            ? leaf.block()
                            : Leaf.framed(profile, content(leaf), attributes);
            sink.put(block);
            return new DagNode(block.cid(), DataType.FILE, leaf.size(), block.size());
        }
        int height = 0;
        while (height < levels.size() - 1) {
            flush(height++);
        }
        return write(levels.get(height), attributes);
    }

    private static ByteBuffer content(Leaf leaf) {
        if (leaf.block().cid().codec() == Multicodec.RAW) {
            return leaf.block().bytes();
        }
        ByteBuffer data = io.ipfskit.ipld.dagpb.DagPb.decode(leaf.block().bytes()).data();
        ByteBuffer content = data == null ? null : UnixFsData.decode(data).data();
        return content == null ? ByteBuffer.allocate(0) : content;
    }
}
