package io.ipfskit.ipld.codec;

import io.ipfskit.ipld.data.DataNode;
import io.ipfskit.multiformats.Cid;
import io.ipfskit.multiformats.Multicodec;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// dag-cbor, and CBOR without its rules and its links.
final class CborCodec implements Codec {
    private final boolean dag;

    /// @param dag whether it is dag-cbor
    CborCodec(boolean dag) {
        this.dag = dag;
    }

    @Override
    public int code() {
        return dag ? Multicodec.DAG_CBOR : Multicodec.CBOR;
    }

    @Override
    public DataNode decode(ByteBuffer block, CodecLimits limits) {
        return new CborReader(block, dag, limits).read();
    }

    @Override
    public ByteBuffer encode(DataNode node, CodecLimits limits) {
        return new CborWriter(dag, limits).write(node);
    }

    /// Checks all that [#decode] checks, but builds no nodes.
    @Override
    public List<Cid> links(ByteBuffer block, CodecLimits limits) {
        List<Cid> links = new ArrayList<>();
        if (dag) {
            new CborLinks(block, limits).collect(links);
        } else {
            decode(block, limits);
        }
        return links;
    }
}
