/// The repository as a whole: its log, which is the truth about pins, and its statistics.
///
/// Records of the log, all numbers big-endian. Type 1 sets a pin: version (u8, now 1), kind (u8: 1
/// direct, 2 recursive), creation time in ms (i64), CID length (u16) and bytes, name length (u16,
/// 0xffff for none) and UTF-8 bytes. Type 2 removes one: version (u8), CID length (u16) and bytes.
/// A record of a later version or an unknown type refuses to open: it is never skipped.
@NullMarked
package io.ipfskit.node.repository;

import org.jspecify.annotations.NullMarked;
