/// The IPFS node: one package each for adding, content, pins, the tree of files, identity, CIDs as
/// text and the repository, tied together by [Node].
///
/// `kit` opens the parts in the order identity, repository log, block store, node, and calls
/// [Node#open]. The node knows no configuration file, no HTTP and no command line. All files are
/// reached through `Disk`, all hashing goes through `Compute`, and every failure that leaves a
/// public method is an [io.ipfskit.operation.OperationFailed].
@NullMarked
package io.ipfskit.node;

import org.jspecify.annotations.NullMarked;
