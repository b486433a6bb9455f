package io.ipfskit.ipld;

import io.ipfskit.ipld.codec.Codec;
import io.ipfskit.ipld.codec.CodecException;
import io.ipfskit.ipld.codec.Codecs;
import io.ipfskit.multiformats.Cid;
import io.ipfskit.multiformats.Multicodec;

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
        Codec codec =
                Codecs.standard()
                        .get(cid.codec())
                        .orElseThrow(() ->
                                new UnsupportedContent(
                                        cid,
                                        "links of codec "
                                                + Multicodec.name(cid.codec())
                                                + " cannot be followed"));
        try {
            return codec.links(block.bytes());
        } catch (CodecException e) {
            throw new MalformedBlock(cid, String.valueOf(e.getMessage()), e);
        }
    }
}
