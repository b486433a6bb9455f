package io.ipfskit.ipld.unixfs;

import io.ipfskit.ipld.Block;
import io.ipfskit.ipld.dagpb.DagPb;
import io.ipfskit.ipld.dagpb.PbLink;
import io.ipfskit.ipld.dagpb.PbNode;
import io.ipfskit.multiformats.Multicodec;

import java.util.List;

/// Makes UnixFS blocks of links and data.
final class Nodes {
    private Nodes() {}

    static Block block(ImportProfile profile, List<PbLink> links, UnixFsData data) {
        return Block.of(
                profile.cidVersion(),
                Multicodec.DAG_PB,
                DagPb.encode(new PbNode(links, data.encode())));
    }

    /// The block's own bytes plus what its links claim.
    static long cumulativeSize(Block block, List<PbLink> links) {
        long total = block.size();
        for (PbLink link : links) {
            total = Math.addExact(total, link.tsizeOrZero());
        }
        return total;
    }
}
