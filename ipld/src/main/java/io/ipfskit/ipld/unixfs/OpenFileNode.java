package io.ipfskit.ipld.unixfs;

import io.ipfskit.ipld.Block;
import io.ipfskit.ipld.BlockSink;
import io.ipfskit.ipld.dagpb.PbLink;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// A node of a file that is being filled.
final class OpenFileNode {
    private final List<PbLink> links = new ArrayList<>();
    private final List<Long> sizes = new ArrayList<>();
    private long size;

    void add(PbLink link, long bytes) {
        links.add(link);
        sizes.add(bytes);
        size += bytes;
    }

    void add(DagNode part) {
        add(new PbLink(part.cid(), "", part.cumulativeSize()), part.size());
    }

    int linkCount() {
        return links.size();
    }

    DagNode write(ImportProfile profile, BlockSink sink, Attributes attributes)
            throws IOException, InterruptedException {
        long[] each = new long[sizes.size()];
        for (int i = 0; i < each.length; i++) {
            each[i] = sizes.get(i);
        }
        Block block = Nodes.block(profile, links, UnixFsData.file(null, size, each, attributes));
        sink.put(block);
        return new DagNode(block.cid(), DataType.FILE, size, Nodes.cumulativeSize(block, links));
    }
}
