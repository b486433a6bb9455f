/// The repository as a whole: its log, which is the truth about pins and about the root of the tree
/// of files, and its statistics.
///
/// **Index.** Opening replays the whole log into a [PinView]: a packed B-tree that never changes,
/// of which each change makes another one that shares all but a few kilobytes. Looking up a pin
/// costs O(log n); a listing or a collection keeps its view, as pins come and go, at no cost. A pin
/// takes its bytes and about ten more. The log has no snapshots yet, so that opening takes as long
/// as there are records, and a log only grows.
///
/// **Records**, all numbers big-endian; CIDs are a length (u16) and the bytes.
///
/// | type | version | then |
/// |---|---|---|
/// | 1 sets a pin | u8 1 | kind (u8: 1 direct, 2 recursive), creation time in ms (i64), CID, name length (u16, 0xffff for none) and UTF-8 bytes |
/// | 1 sets a pin | u8 2 | CID, state |
/// | 2 removes a pin | u8 1 | CID |
/// | 3 removes a pin and sets another | u8 1 | CID removed, CID set, state |
/// | 4 moves the root of the tree | u8 1 | kind (u8), time in ms (i64), CID of the root before, CID of the root after, path, for kind 3 the path where it went |
///
/// State: flags (u8: bits 0-1 the kind, 4 named, 8 expires, 16 has metadata), creation time in ms
/// (i64), expiry in ms (i64) if any, name length (u8) and UTF-8 bytes if any, metadata if any:
/// count (u8), and for each, in ascending order of the keys, key length (u8), key, value length
/// (u16), value. A pin has one form: what could be written shorter, or otherwise, is refused.
///
/// A path is a length (u16, at most 4096) and UTF-8 bytes: absolute, without empty names, `.` and
/// `..`. Kinds: 1 create, 2 delete, 3 rename, 4 write, 5 truncate, 6 metadata, 7 replace; a new one
/// comes with a new version. The root of the tree is that of the last such record, the empty folder
/// without one; the root before is what undoing it needs. The record is written when all blocks of
/// the new root are durable.
///
/// Pins without expiry and metadata are written in version 1, which earlier versions of ipfs-kit
/// read. A record of a later version or an unknown type refuses to open: it is never skipped.
@NullMarked
package io.ipfskit.node.repository;

import org.jspecify.annotations.NullMarked;
