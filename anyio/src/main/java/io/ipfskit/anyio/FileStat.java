package io.ipfskit.anyio;

import java.time.Instant;

/// What stands at a path, as a snapshot.
///
/// @param type what it is
/// @param size length in bytes
/// @param mode POSIX permission bits, 07777
/// @param modified time of the last modification
/// @param inode identity of the file within the machine (device and inode): equal for hard links
public record FileStat(FileType type, long size, int mode, Instant modified, String inode) {}
