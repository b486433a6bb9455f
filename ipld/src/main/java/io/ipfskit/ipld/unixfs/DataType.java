package io.ipfskit.ipld.unixfs;

/// What a UnixFS node is; the ordinal is the number on the wire.
public enum DataType {
    /// Bytes of a file, as older importers wrote leaves.
    RAW,
    /// A directory in one block.
    DIRECTORY,
    /// A file, or a part of one.
    FILE,
    /// Deprecated, never written.
    METADATA,
    /// A symbolic link.
    SYMLINK,
    /// A shard of a directory.
    HAMT_SHARD
}
