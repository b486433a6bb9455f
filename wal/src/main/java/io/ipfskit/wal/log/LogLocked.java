package io.ipfskit.wal.log;

/// Another process has the log open.
public final class LogLocked extends LogException {
    LogLocked(String directory, String owner) {
        super(
                "log %s is in use by %s: stop that process, or talk to it instead of opening its files"
                        .formatted(directory, owner));
    }
}
