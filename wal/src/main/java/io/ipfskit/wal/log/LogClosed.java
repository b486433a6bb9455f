package io.ipfskit.wal.log;

/// The log was closed before the record was written.
public final class LogClosed extends LogException {
    LogClosed(String message) {
        super(message);
    }
}
