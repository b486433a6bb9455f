package io.ipfskit.ipld.codec;

import io.ipfskit.ipld.data.DataNode;
import io.ipfskit.multiformats.Cid;
import io.ipfskit.multiformats.Multicodec;

import java.nio.ByteBuffer;
import java.util.List;

/// Bytes as they are, of any length: the limits do not matter, since nothing is allocated.
final class RawCodec implements Codec {
    @Override
    public int code() {
        return Multicodec.RAW;
    }

    @Override
    public DataNode decode(ByteBuffer block, CodecLimits limits) {
        return new DataNode.Bytes(block);
    }

    @Override
    public ByteBuffer encode(DataNode node, CodecLimits limits) {
        if (node instanceof DataNode.Bytes bytes) {
            return bytes.value();
        }
        throw new CodecException(name(), "only bytes can be written, not a " + node.kind());
    }

    @Override
    public List<Cid> links(ByteBuffer block, CodecLimits limits) {
        return List.of();
    }
}
