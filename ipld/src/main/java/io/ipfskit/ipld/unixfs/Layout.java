package io.ipfskit.ipld.unixfs;

/// How the leaves of a file hang together.
public enum Layout {
    /// All leaves at the same depth, a node filled before the next begins. One leaf is the file.
    BALANCED,
    /// A node's first links are leaves, then come four subtrees of each greater depth: the first
    /// bytes are near the root. Even one leaf has a node above.
    TRICKLE
}
