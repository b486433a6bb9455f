/// The durable log engine: append-only streams of records that survive power loss once
/// acknowledged.
///
/// ```java
/// Log log = Log.open(services, disk, directory, LogOptions.DEFAULT, (seq, type, payload) -> replay(type, payload));
/// long seq = log.append(1, payload); // durable when it returns
/// ```
///
/// **What lives here.** [Log] (append, group commit, replay), [GroupCommit] (the one flusher per
/// stream, which the pack store uses too), the three layouts ([SegmentLayout], [BatchLayout],
/// [FrameLayout]) and recovery.
///
/// **Format, version 1.** A stream is a directory `lock, segments/<first-seq>.wal, quarantine/`. A
/// segment starts with a header block of 4 KiB, followed by batches, each aligned to 4 KiB. A batch
/// is what one flush wrote: a header and its frames. All integers are little-endian. A batch names
/// the last sequence before it, so that a missing batch or segment is seen, and the id of its
/// segment, so that bytes of another segment never validate.
///
/// **Recovery.** A flush that was cut off at the end of the newest segment was never acknowledged:
/// it is cut and reported. Anything else that does not validate was acknowledged once:
/// [LogDamaged]. A clean close writes an empty batch, the cover, behind the last records: what does
/// not validate before it is damage. After a crash there is none; then a batch all of whose sectors
/// arrived is damaged, one with missing sectors was cut off ([TailVerdict], [WrittenWhole]).
///
/// **Not here yet.** Preallocated and recycled segments, direct I/O, snapshots, retention. Readers
/// accept what those will write: a segment may end early or be followed by zeros.
///
/// **Watched.** What it tells of itself goes through `Meters`, of which none may affect it: see
/// [Log#open(io.ipfskit.anyio.TaskGroup, io.ipfskit.anyio.Disk, java.nio.file.Path, LogOptions,
/// io.ipfskit.anyio.Meters, ReplayConsumer)].
///
/// **Must not know** what its records mean.
@NullMarked
package io.ipfskit.wal.log;

import org.jspecify.annotations.NullMarked;
