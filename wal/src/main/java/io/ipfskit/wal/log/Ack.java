package io.ipfskit.wal.log;

/// How far a record must have come before an append returns.
public enum Ack {
    /// Accepted into memory: lost when the process ends before the next flush, or when that flush
    /// fails.
    BUFFERED,
    /// Handed to the operating system: survives the process, not a power loss.
    WRITTEN,
    /// On stable storage, with the directory entry of its segment: survives power loss.
    SYNCED
}
