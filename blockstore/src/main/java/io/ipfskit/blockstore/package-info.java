/// Durable block stores: [PackStore] on disk, [MemoryBlockStore] for tests and caches,
/// [CachedBlockStore] in front.
///
/// ```java
/// try (PackStore store = PackStore.open(services, disk, directory, PackOptions.DEFAULT);
///         WriteSession session = store.openSession()) {
///     session.put(block);
///     session.commit(); // durable when it returns; leaving without it undoes everything
/// }
/// ```
///
/// **Pack format, version 1.** The directory holds segments, each a CARv2 file:
///
/// - `commit-<n>-<id>.car`: the order of everything. Small sessions are batches in it; deletes and
///   the adoption of bulk segments are recorded in its trailers. The newest one grows; the others
///   are sealed (CARv2 index written).
/// - `bulk-<id>.part`: a large session that has not committed. Becomes `bulk-<id>.car` once a
///   commit segment adopted it.
///
/// A batch is what one commit wrote: CAR sections, then one ordinary raw block, the trailer
/// ([TrailerLayout]), padded so that the batch ends at a multiple of 4 KiB and no later write
/// touches acknowledged bytes. Any CAR tool reads a segment: the trailers are blocks like others.
///
/// **Opening** reads the trailers only, backwards from the end of each segment. What does not
/// validate at the end of the newest commit segment was never acknowledged and is cut; `.part`
/// files that nothing adopted are removed; any other damage of a trailer is [StoreDamaged]. Damage
/// of a block is found when it is read: `IntegrityException`.
///
/// A clean close first covers the last batch by an empty one ([PackStore#cover]), so that damage
/// done to it later is told from a torn write. After a crash the two look alike: then the last
/// batch is cut when it does not validate, and reported.
///
/// **Compaction** ([BlockStore#compact]) copies what lives in mostly dead segments to new bulk
/// segments and begins the chain of commit segments anew: the first batch of a new one is a
/// [Manifest], which names every segment that counts and what lives in it. Then it removes the old
/// files. A crash leaves files that nothing names or that the manifest retired; opening removes
/// both. A trailer with a manifest has version 2, all others version 1, so a store that was never
/// compacted opens with older releases, too.
///
/// **Not here yet.** Scrub, an index on disk for stores beyond memory (about 27 bytes of memory
/// outside the heap per block).
///
/// **Must not know** pins, files, or who asks. Of `wal` it uses the group commit only.
@NullMarked
package io.ipfskit.blockstore;

import org.jspecify.annotations.NullMarked;
