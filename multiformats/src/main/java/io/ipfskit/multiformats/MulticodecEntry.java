package io.ipfskit.multiformats;

/// One row of the [multicodec table](https://github.com/multiformats/multicodec).
///
/// @param name the name, unique in the table
/// @param tag what kind of thing it is: `ipld`, `multihash`, `multiaddr`, `key` …
/// @param code the code, unique in the table
/// @param status how settled the row is
public record MulticodecEntry(String name, String tag, int code, Status status) {
    /// How settled a row of the table is.
    public enum Status {
        /// May still change.
        DRAFT,
        /// Will not change.
        PERMANENT,
        /// Not for new use.
        DEPRECATED
    }
}
