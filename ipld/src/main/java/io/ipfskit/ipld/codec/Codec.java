package io.ipfskit.ipld.codec;

import io.ipfskit.ipld.data.DataNode;
import io.ipfskit.multiformats.Cid;
import io.ipfskit.multiformats.Multicodec;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// One encoding of the data model. Implementations are stateless and thread-safe, block nowhere and
/// leave the position of the buffers they are given alone.
public interface Codec {
    /// The multicodec of the blocks, see [Multicodec].
    int code();

    /// The name in messages and options, that of the multicodec table.
    default String name() {
        return Multicodec.name(code());
    }

    /// The node in a block. Bytes nodes may be views of the given buffer, which must not change.
    ///
    /// @throws CodecException with the offset, if a rule of the codec is broken or a limit passed
    DataNode decode(ByteBuffer block, CodecLimits limits);

    /// As above, with [CodecLimits#DEFAULT].
    default DataNode decode(ByteBuffer block) {
        return decode(block, CodecLimits.DEFAULT);
    }

    /// The canonical bytes of a node.
    ///
    /// @throws CodecException if the codec has no form for it, or a limit is passed
    ByteBuffer encode(DataNode node, CodecLimits limits);

    /// As above, with [CodecLimits#DEFAULT].
    default ByteBuffer encode(DataNode node) {
        return encode(node, CodecLimits.DEFAULT);
    }

    /// Decodes the canonical form and nothing else: the bytes that [#encode] makes of the node.
    ///
    /// @throws CodecException as [#decode], or with the first byte that differs from that form
    default DataNode decodeCanonical(ByteBuffer block, CodecLimits limits) {
        DataNode node = decode(block, limits);
        int differs = encode(node, limits).mismatch(block.slice());
        if (differs >= 0) {
            throw new CodecException(name(), differs, "not the canonical form", null);
        }
        return node;
    }

    /// The linked CIDs in the order of the block, repetitions included.
    ///
    /// @throws CodecException as [#decode]
    default List<Cid> links(ByteBuffer block, CodecLimits limits) {
        List<Cid> links = new ArrayList<>();
        DataLinks.collect(decode(block, limits), links);
        return links;
    }

    /// As above, with [CodecLimits#DEFAULT].
    default List<Cid> links(ByteBuffer block) {
        return links(block, CodecLimits.DEFAULT);
    }
}
