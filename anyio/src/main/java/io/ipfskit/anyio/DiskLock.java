package io.ipfskit.anyio;

/// A lock on a file, held until closed.
public interface DiskLock extends AutoCloseable {
    /// Frees the lock; a second time has no effect.
    @Override
    void close();
}
