package io.ipfskit.ipld.dagpb;

import io.ipfskit.multiformats.Cid;

import org.jspecify.annotations.Nullable;

/// A link of a dag-pb node.
///
/// @param cid the block linked to
/// @param name the name, `null` where the encoding has none; UnixFS always writes one, for parts of
///   files the empty one
/// @param tsize the claimed total size of the DAG below, [#NO_TSIZE] where the encoding has none. A
///   claim: never allocate by it
public record PbLink(Cid cid, @Nullable String name, long tsize) {
    /// The encoding has no total size.
    public static final long NO_TSIZE = -1;

    /// Checks the size.
    public PbLink {
        if (tsize < NO_TSIZE) {
            throw new DagPbException("a link's total size must be below 2^63");
        }
    }

    /// The name, empty where there is none.
    public String nameOrEmpty() {
        return name == null ? "" : name;
    }

    /// The total size, 0 where there is none.
    public long tsizeOrZero() {
        return Math.max(0, tsize);
    }
}
