package io.ipfskit.wal.log;

import java.io.IOException;

/// A log could not be opened or could not take a record. The message says what, on which file, and
/// what to do.
public abstract sealed class LogException extends IOException
        permits LogDamaged, LogLocked, LogFull, LogFailed, LogClosed, LogVersionUnsupported {
    LogException(String message) {
        super(message);
    }

    LogException(String message, Throwable cause) {
        super(message, cause);
    }
}
