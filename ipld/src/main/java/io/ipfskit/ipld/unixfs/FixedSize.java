package io.ipfskit.ipld.unixfs;

import java.nio.ByteBuffer;

/// Chunks of the same size, the last one shorter: `size-N`.
///
/// @param size bytes of a chunk, in [1, 2096896]
public record FixedSize(int size) implements Chunker {
    /// Checks the size.
    public FixedSize {
        if (size < 1 || size > MAX_CHUNK_SIZE) {
            throw new IllegalArgumentException(
                    "size-N must have N in [1, " + MAX_CHUNK_SIZE + "], was " + size);
        }
    }

    @Override
    public int maxSize() {
        return size;
    }

    @Override
    public int minSize() {
        return size;
    }

    @Override
    public int cut(ByteBuffer bytes) {
        return Math.min(size, bytes.remaining());
    }

    /// The text form.
    @Override
    public String toString() {
        return "size-" + size;
    }
}
