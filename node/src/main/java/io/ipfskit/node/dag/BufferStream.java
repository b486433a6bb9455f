package io.ipfskit.node.dag;

import io.ipfskit.operation.ByteStream;

import java.nio.ByteBuffer;

/// Bytes that are in memory already.
final class BufferStream implements ByteStream {
    private final ByteBuffer bytes;
    private final long length;
    private final String mediaType;
    private final String entityTag;

    BufferStream(ByteBuffer bytes, String mediaType, String entityTag) {
        this.bytes = bytes.slice();
        this.length = bytes.remaining();
        this.mediaType = mediaType;
        this.entityTag = entityTag;
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public String mediaType() {
        return mediaType;
    }

    @Override
    public String entityTag() {
        return entityTag;
    }

    @Override
    public int read(ByteBuffer target) {
        if (!bytes.hasRemaining()) {
            return -1;
        }
        int count = Math.min(bytes.remaining(), target.remaining());
        target.put(bytes.slice(bytes.position(), count));
        bytes.position(bytes.position() + count);
        return count;
    }

    @Override
    public void close() {}
}
