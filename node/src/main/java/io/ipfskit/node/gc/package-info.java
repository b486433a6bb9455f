/// What a garbage collector must know besides the pins: what running operations need.
///
/// An add writes blocks before anything is pinned; a pin looks at blocks that nothing holds yet; an
/// edit of a tree works below a root that no pin names. [Holds] is where they say so, without any
/// of them waiting for a collection, and a collection for them.
///
/// ```java
/// try (Hold hold = holds.open("add");
///         WriteSession session = hold.over(blocks.openSession())) {
///     session.put(block); // held, then stored or found
///     session.commit();
///     repository.set(...); // durable: the pin takes over
/// }
/// ```
///
/// **Discipline of an operation.**
///
/// 1. Open a [Hold] before the first block is looked for or written, close it when what is needed
///    is reachable from a durable pin or root, or is needed no more. Acknowledge afterwards or
///    before, never without either.
/// 2. Hold a block ([Hold#block], or a session made by [Hold#over]) *before* looking whether it is
///    here. When the method returns, a collection has removed the block already, so that it is seen
///    to be missing, or will not.
/// 3. Who reads a DAG that may not be pinned holds its root with [Hold#dag]: from then on no block
///    below it that is here goes. Who writes blocks holds each of them as well, because they may be
///    younger than the collector's walk over that DAG.
/// 4. A root that replaces another (`pin update`, a new root of a tree) is held by [Hold#dag] until
///    the replacement is durable.
///
/// **Discipline of a collector**, in this order.
///
/// 1. [Holds#collect]. What is held now, or from now on, even shortly, is kept until the [LiveSet]
///    is closed. So whatever becomes a root later than the next step was held in the meantime.
/// 2. Take [PinRoots].
/// 3. Mark from the roots, and from [LiveSet#takeRoots]. Blocks missing below roots of the latter
///    are no error: the operation is still writing them, or will fail; neither are those missing
///    below [PinRoots#partial]. A damaged one there is: what it links to would be removed.
/// 4. For each batch of unmarked blocks [LiveSet#claim]; without a claim, mark from
///    [LiveSet#takeRoots] again, and take what that marked out of the batch. Remove what was
///    granted, then close the claim, also when the removal failed. Shield the removal: a cancelled
///    one could go on behind a claim that is closed.
///
/// Blocks are known by their multihash, as in the block store. A hold keeps 8-byte fingerprints,
/// exactly up to 65,536 blocks and then in a filter of 2 MiB: either may take a block for held that
/// is not, which stays for a later collection, and never the other way round.
@NullMarked
package io.ipfskit.node.gc;

import org.jspecify.annotations.NullMarked;
