package io.ipfskit.ipld.unixfs;

import io.ipfskit.multiformats.Cid;

/// One entry of a directory, as the DAG has it.
///
/// @param name any text: hostile DAGs have `..`, slashes, NULs and repetitions
/// @param cid what it names
/// @param tsize the claimed total size of the DAG below, 0 if there is no claim
public record DirectoryEntry(String name, Cid cid, long tsize) {}
