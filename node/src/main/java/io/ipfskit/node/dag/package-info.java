/// Nodes of any codec, single blocks, and CAR archives in and out.
///
/// [io.ipfskit.node.dag.DagService] does the operations of group `dag`,
/// [io.ipfskit.node.dag.BlockService] those of group `block`. An import is one session of the block
/// store: all of it is durable when it is acknowledged, or nothing of it is there; roots are pinned
/// after that, one by one. Blocks are checked on the compute threads and stored in order. An export
/// reads one block at a time, while the door writes it out.
///
/// This package knows codecs and archives through `ipld` only, and no door.
@NullMarked
package io.ipfskit.node.dag;

import org.jspecify.annotations.NullMarked;
