package io.ipfskit.wal.log;

/// A segment was written by a newer version of this software.
public final class LogVersionUnsupported extends LogException {
    LogVersionUnsupported(String file, int found, int supported) {
        super(
                "%s has log format version %d, this version reads up to %d: use the newer version that wrote it"
                        .formatted(file, found, supported));
    }
}
