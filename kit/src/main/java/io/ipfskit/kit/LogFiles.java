package io.ipfskit.kit;

import java.nio.file.Path;

/// Where a process that owns a node writes its log: opened as soon as the data directory is locked,
/// closed before the lock is freed, so that no two processes write the same files. The terminal
/// door implements it; an embedder has its own logging and passes none.
public interface LogFiles {
    /// Begins to write to files.
    ///
    /// @param folder the folder `logs` of the data directory
    void open(Path folder);

    /// Ends that. Idempotent.
    void close();
}
