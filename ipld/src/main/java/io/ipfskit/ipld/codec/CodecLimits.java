package io.ipfskit.ipld.codec;

/// How much a codec takes in one block. A limit that is passed is a [CodecException].
///
/// @param maxBytes bytes of the block, encoded
/// @param maxDepth lists and maps within each other; the codecs recurse that deep
/// @param maxNodes nodes of all kinds, keys not counted
public record CodecLimits(int maxBytes, int maxDepth, int maxNodes) {
    /// 8 MiB, 512 levels, 2 Mi nodes: every block of network size passes, and the nodes of the
    /// worst one (empty byte strings) take some 150 MB.
    public static final CodecLimits DEFAULT = new CodecLimits(8 << 20, 512, 2 << 20);

    /// Checks that all are positive.
    public CodecLimits {
        if (maxBytes < 1 || maxDepth < 1 || maxNodes < 1) {
            throw new IllegalArgumentException(
                    "limits must be positive, were "
                            + maxBytes
                            + " bytes, "
                            + maxDepth
                            + " levels, "
                            + maxNodes
                            + " nodes");
        }
    }
}
