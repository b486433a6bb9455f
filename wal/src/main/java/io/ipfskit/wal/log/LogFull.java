package io.ipfskit.wal.log;

/// No space was left for a batch. None of its records was acknowledged as written; the log goes on
/// when there is space.
public final class LogFull extends LogException {
    LogFull(String message, Throwable cause) {
        super(message, cause);
    }
}
