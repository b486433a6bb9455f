package io.ipfskit.ipld.unixfs;

import io.ipfskit.multiformats.Cid;

/// The root of a DAG that was built: what a directory needs to link it.
///
/// @param cid its CID
/// @param type file (a raw leaf too), directory (one block or sharded) or symbolic link
/// @param size bytes of the file; 0 for a directory; bytes of a link's target
/// @param cumulativeSize bytes of all blocks of the DAG, shared ones counted each time: the Tsize
///   of a link to it
public record DagNode(Cid cid, DataType type, long size, long cumulativeSize) {}
