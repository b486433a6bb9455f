/// The operations of the IPFS node: groups `ipfs`, `pin`, `repo` and `cid`, with their records.
///
/// Each class `…Operations` declares the operations of one group and binds them to a
/// [io.ipfskit.node.Node]. Records here are what travels: fields are only ever appended, absent
/// differs from empty. No logic lives here beyond turning records into calls.
@NullMarked
package io.ipfskit.node.ops;

import org.jspecify.annotations.NullMarked;
