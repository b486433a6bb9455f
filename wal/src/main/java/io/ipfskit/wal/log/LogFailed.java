package io.ipfskit.wal.log;

/// Writing failed and so did the second try in a new segment. The log takes no records until it is
/// opened again.
public final class LogFailed extends LogException {
    LogFailed(String message, Throwable cause) {
        super(message, cause);
    }
}
