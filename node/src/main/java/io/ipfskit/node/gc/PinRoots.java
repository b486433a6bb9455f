package io.ipfskit.node.gc;

import io.ipfskit.multiformats.Cid;

import java.io.IOException;
import java.util.List;

/// What a repository must keep at one moment, its pins above all; it does not change while it is
/// walked over.
///
/// A pin that expired stays a root until its removal is durable.
public interface PinRoots {
    /// The sequence of the repository log that this contains: the effect of every record up to it,
    /// and perhaps of later ones.
    long sequence();

    /// How many pins there are.
    long count();

    /// Hands out every pin, in the order of the CIDs' binary forms.
    void forEach(Visitor visitor) throws IOException, InterruptedException;

    /// The roots of DAGs that may lack blocks, as the tree of files may: what is here below them
    /// stays.
    default List<Cid> partial() {
        return List.of();
    }

    /// Takes the roots one after the other.
    @FunctionalInterface
    interface Visitor {
        /// Takes one.
        ///
        /// @param recursive whether all below it is pinned, too
        void root(Cid cid, boolean recursive) throws IOException, InterruptedException;
    }
}
