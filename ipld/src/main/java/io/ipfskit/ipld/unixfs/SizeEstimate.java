package io.ipfskit.ipld.unixfs;

/// How the size of a directory is estimated before it is compared with the threshold for sharding
/// (IPIP-0499).
public enum SizeEstimate {
    /// Bytes of all names plus bytes of all CIDs; ignores everything else in the block.
    LINKS_BYTES,
    /// The exact size of the block.
    BLOCK_BYTES
}
