package io.ipfskit.ipld;

import io.ipfskit.ipld.dagpb.DagPb;
import io.ipfskit.ipld.dagpb.DagPbException;
import io.ipfskit.ipld.dagpb.PbLink;
import io.ipfskit.multiformats.Cid;
import io.ipfskit.multiformats.Multicodec;

import java.util.ArrayList;
import java.util.List;

/// The children of a block, for walking a DAG.
public final class Links {
    private Links() {}

    /// The linked CIDs in the order of the block, repetitions included.
    ///
    /// @throws MalformedBlock if the block is not valid in its codec
    /// @throws UnsupportedContent if the codec is not known: a walk must not take it for a block
    ///   without links
    public static List<Cid> of(Block block) throws MalformedBlock, UnsupportedContent {
        Cid cid = block.cid();
        return switch (cid.codec()) {
            case Multicodec.RAW -> List.of();
            case Multicodec.DAG_PB -> {
                try {
                    List<PbLink> links = DagPb.read(block.bytes()).links();
                    List<Cid> cids = new ArrayList<>(links.size());
                    links.forEach(link -> cids.add(link.cid()));
                    yield cids;
                } catch (DagPbException e) {
                    throw new MalformedBlock(cid, String.valueOf(e.getMessage()), e);
                }
            }
            default ->
                    throw new UnsupportedContent(
                            cid,
                            "links of codec "
                                    + Multicodec.name(cid.codec())
                                    + " cannot be followed");
        };
    }
}
