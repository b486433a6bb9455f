package io.ipfskit.ipld.unixfs;

import io.ipfskit.ipld.Block;
import io.ipfskit.ipld.BlockSink;
import io.ipfskit.ipld.dagpb.PbLink;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// A node of a file that is being filled or changed.
final class OpenFileNode {
    private final List<PbLink> links = new ArrayList<>();
    private final List<Long> sizes = new ArrayList<>();

    /// The node's own bytes, before those of its links; null for none.
    private final @Nullable ByteBuffer data;

    private long size;

    /// A node without parts.
    OpenFileNode() {
        data = null;
    }

    /// A node as it was written.
    OpenFileNode(UnixFsNode.FileNode node) {
        if (node.data().hasRemaining()) {
            ByteBuffer own = ByteBuffer.allocate(node.data().remaining());
            data = own.put(node.data().duplicate()).flip();
            size = own.remaining();
        } else {
            data = null;
        }
        for (int i = 0; i < node.links().size(); i++) {
            add(node.links().get(i), node.blockSizes()[i]);
        }
    }

    void add(PbLink link, long bytes) {
        links.add(link);
        sizes.add(bytes);
        size += bytes;
    }

    void add(DagNode part) {
        add(new PbLink(part.cid(), "", part.cumulativeSize()), part.size());
    }

    /// Puts another part of the same size in the place of one.
    void replace(int index, PbLink link) {
        links.set(index, link);
    }

    void removeLast() {
        links.removeLast();
        size -= sizes.removeLast();
    }

    int linkCount() {
        return links.size();
    }

    PbLink link(int index) {
        return links.get(index);
    }

    /// Bytes of the file in a part.
    long partSize(int index) {
        return sizes.get(index);
    }

    /// The node's own bytes, to be changed in place; empty for none.
    ByteBuffer data() {
        return data == null ? ByteBuffer.allocate(0) : data.duplicate();
    }

    /// Bytes of the file below, as far as it is filled.
    long size() {
        return size;
    }

    DagNode write(ImportProfile profile, BlockSink sink, Attributes attributes)
            throws IOException, InterruptedException {
        long[] each = new long[sizes.size()];
        for (int i = 0; i < each.length; i++) {
            each[i] = sizes.get(i);
        }
        Block block = Nodes.block(profile, links, UnixFsData.file(data, size, each, attributes));
        sink.put(block);
        return new DagNode(block.cid(), DataType.FILE, size, Nodes.cumulativeSize(block, links));
    }
}
