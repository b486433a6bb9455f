/// A LevelDB database that is only read: what Kubo keeps pins and roots in.
///
/// Follows LevelDB's public descriptions of its [tables](
/// https://github.com/google/leveldb/blob/main/doc/table_format.md), [logs](
/// https://github.com/google/leveldb/blob/main/doc/log_format.md) and [files](
/// https://github.com/google/leveldb/blob/main/doc/impl.md), and Snappy's [format](
/// https://github.com/google/snappy/blob/main/format_description.txt). Nothing in the folder is
/// created, locked, repaired or removed, and no symbolic link in it is followed; whoever opens a
/// database sees to it that nobody writes meanwhile.
///
/// ```java
/// LevelDb.open(disk, folder).scan("/pins/pin/".getBytes(UTF_8), (key, value) -> ...);
/// ```
///
/// - `CURRENT` names the manifest; its records, which have the form of a log
///   ([io.ipfskit.node.kubo.leveldb.LogReader]), add up to the tables that count
///   ([io.ipfskit.node.kubo.leveldb.Version]).
/// - A table ([io.ipfskit.node.kubo.leveldb.Table]) has sorted blocks of entries; a log has batches
///   of changes that are in no table yet ([io.ipfskit.node.kubo.leveldb.WriteBatch]). A scan merges
///   them: of each key the change of the highest sequence counts.
///
/// Every byte that is used is under a checksum, which is checked; every size is bounded. What is
/// malformed is a [io.ipfskit.node.kubo.leveldb.LevelDbException] with file and offset. Only the
/// end of a log may be missing, as after a crash: a record that was not whole was never
/// acknowledged. Filters are not used, compression other than Snappy's is refused.
@NullMarked
package io.ipfskit.node.kubo.leveldb;

import org.jspecify.annotations.NullMarked;
