package io.ipfskit.ipld.unixfs;

import io.ipfskit.ipld.Block;
import io.ipfskit.ipld.BlockSink;
import io.ipfskit.ipld.dagpb.DagPb;
import io.ipfskit.ipld.dagpb.PbLink;
import io.ipfskit.multiformats.Multicodec;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;

/// Builds the DAG of one file from its leaves, in the [Layout] of the profile.
///
/// Blocks go to the sink as soon as they are complete, children before parents. One node per level
/// is held, whatever the size of the file. For one task at a time; after a failure the builder is
/// of no use.
public final class FileDagBuilder {
    private final ImportProfile profile;
    private final BlockSink sink;
    private final Attributes attributes;

    /// What is above the leaves; null in the balanced layout while there is no second leaf.
    private @Nullable FileLayout layout;

    private @Nullable Leaf only;
    private boolean finished;

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
        if (profile.layout() == Layout.TRICKLE) {
            layout = new TrickleLayout(profile, sink);
        }
    }

    /// Takes the next leaf; leaves come in the order of the file, cut where the profile's chunker
    /// cuts.
    public void add(Leaf leaf) throws IOException, InterruptedException {
        if (finished) {
            throw new IllegalStateException("the file is finished");
        }
        FileLayout above = layout;
        if (above == null) {
            Leaf first = only;
            if (first == null) {
                only = leaf;
                return;
            }
            only = null;
            above = new BalancedLayout(profile, sink);
            layout = above;
            put(above, first);
        }
        put(above, leaf);
    }

    private void put(FileLayout above, Leaf leaf) throws IOException, InterruptedException {
        sink.put(leaf.block());
        above.add(new PbLink(leaf.block().cid(), "", leaf.block().size()), leaf.size());
    }

    /// Writes what is left and gives the root. A file without leaves is empty.
    public DagNode finish() throws IOException, InterruptedException {
        if (finished) {
            throw new IllegalStateException("the file is finished");
        }
        finished = true;
        FileLayout above = layout;
        if (above != null) {
            return above.finish(attributes);
        }
        Leaf leaf = only == null ? Leaf.of(profile, ByteBuffer.allocate(0)) : only;
        Block block =
                attributes.isEmpty()
                        ? leaf.block()
                        : Leaf.framed(profile, content(leaf), attributes);
        sink.put(block);
        return new DagNode(block.cid(), DataType.FILE, leaf.size(), block.size());
    }

    private static ByteBuffer content(Leaf leaf) {
        if (leaf.block().cid().codec() == Multicodec.RAW) {
            return leaf.block().bytes();
        }
        ByteBuffer data = DagPb.decode(leaf.block().bytes()).data();
        ByteBuffer content = data == null ? null : UnixFsData.decode(data).data();
        return content == null ? ByteBuffer.allocate(0) : content;
    }
}
