/// Pins: what must stay. The truth is the repository log.
///
/// As in Kubo, a CID is pinned directly or recursively, never both; everything below a recursive
/// pin is pinned indirectly. A recursive pin is made only when every block of its DAG is here,
/// which means durable, and acknowledged only when it is durable itself. What is looked at on the
/// way is held, see [io.ipfskit.node.gc].
///
/// A pin may have an expiry. From then on it is listed no more, and counts as none for every
/// operation; a service task removes it by a record, and until that is durable it remains a root
/// for collections.
///
/// Indirect pins are computed, see `IndirectPins` for the reason and the limit.
@NullMarked
package io.ipfskit.node.pins;

import org.jspecify.annotations.NullMarked;
