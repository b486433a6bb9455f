package io.ipfskit.ipld.unixfs;

import io.ipfskit.ipld.Block;
import io.ipfskit.ipld.internal.Protobuf;
import io.ipfskit.multiformats.Multicodec;

import java.nio.ByteBuffer;

/// A chunk of a file as a hashed block. Making one is pure computation, safe on any thread.
///
/// @param block the block
/// @param size bytes of the file in it
public record Leaf(Block block, int size) {
    /// Hashes one chunk, which is what remains in the buffer (its position stays).
    ///
    /// With raw leaves the block keeps this very buffer: leave its bytes alone as long as the block
    /// lives. Otherwise the chunk is copied once, into its dag-pb framing.
    ///
    /// @throws IllegalArgumentException if the chunk is larger than the profile's
    public static Leaf of(ImportProfile profile, ByteBuffer chunk) {
        int size = chunk.remaining();
        if (size > profile.chunkSize()) {
            throw new IllegalArgumentException(
                    "chunk must have at most " + profile.chunkSize() + " bytes, had " + size);
        }
        if (profile.rawLeaves()) {
            return new Leaf(Nodes.block(profile, Multicodec.RAW, chunk), size);
        }
        return new Leaf(framed(profile, chunk, Attributes.NONE), size);
    }

    static Block framed(ImportProfile profile, ByteBuffer chunk, Attributes attributes) {
        int size = chunk.remaining();
        ByteBuffer content = size == 0 ? null : chunk;
        // the leaves of a trickle have the type that leaves once had
        UnixFsData data =
                profile.layout() == Layout.TRICKLE
                        ? UnixFsData.raw(content, size)
                        : UnixFsData.file(content, size, new long[0], attributes);
        int length = data.encodedSize();
        ByteBuffer out = ByteBuffer.allocate(Protobuf.sizeOfBytes(length));
        Protobuf.writeBytesHeader(out, 1, length);
        data.writeTo(out);
        return Nodes.block(profile, Multicodec.DAG_PB, out.flip());
    }
}
