package io.ipfskit.ipld.codec;

import io.ipfskit.ipld.data.DataNode;
import io.ipfskit.multiformats.Multicodec;

import java.nio.ByteBuffer;

/// dag-json, and JSON without links and bytes.
final class JsonCodec implements Codec {
    private final boolean dag;

    /// @param dag whether it is dag-json
    JsonCodec(boolean dag) {
        this.dag = dag;
    }

    @Override
    public int code() {
        return dag ? Multicodec.DAG_JSON : Multicodec.JSON;
    }

    @Override
    public DataNode decode(ByteBuffer block, CodecLimits limits) {
        return new JsonReader(block, dag, limits).read();
    }

    @Override
    public ByteBuffer encode(DataNode node, CodecLimits limits) {
        return new JsonWriter(dag, limits).write(node);
    }
}
