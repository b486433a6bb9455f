package io.ipfskit.ipld.traverse;

import io.ipfskit.multiformats.Cid;

/// A block that a walk comes to.
///
/// @param cid of the block
/// @param depth links from the root, which has 0
/// @param offset first byte of the file that is below this block, in walks over one; else 0
/// @param isLeaf whether the walk does not want the block: it has no links, or they are too deep
/// @param isFirst whether the walk comes to it for the first time; false only in walks of limited
///   depth, whose way is now shorter and leads further
public record DagStep(Cid cid, int depth, long offset, boolean isLeaf, boolean isFirst) {}
