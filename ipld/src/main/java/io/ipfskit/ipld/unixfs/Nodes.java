package io.ipfskit.ipld.unixfs;

import io.ipfskit.ipld.Block;
import io.ipfskit.ipld.dagpb.DagPb;
import io.ipfskit.ipld.dagpb.PbLink;
import io.ipfskit.ipld.dagpb.PbNode;
import io.ipfskit.multiformats.Cid;
import io.ipfskit.multiformats.Multicodec;
import io.ipfskit.multiformats.Multihash;

import java.nio.ByteBuffer;
import java.util.List;

/// Makes UnixFS blocks of links and data.
final class Nodes {
    private Nodes() {}

    static Block block(ImportProfile profile, List<PbLink> links, UnixFsData data) {
        return block(profile, Multicodec.DAG_PB, DagPb.encode(new PbNode(links, data.encode())));
    }

    /// Hashes what remains in the buffer, which the block keeps, or inlines it.
    static Block block(ImportProfile profile, int codec, ByteBuffer bytes) {
        if (bytes.remaining() <= profile.inlineLimit()) {
            byte[] copy = new byte[bytes.remaining()];
            bytes.duplicate().get(copy);
            return Block.inline(Cid.v1(codec, Multihash.identity(copy)));
        }
        if (profile.hash() == Multicodec.SHA2_256) {
            return Block.of(codec == Multicodec.RAW ? 1 : profile.cidVersion(), codec, bytes);
        }
        return Block.trusted(Cid.v1(codec, Multihash.hash(profile.hash(), bytes)), bytes);
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
