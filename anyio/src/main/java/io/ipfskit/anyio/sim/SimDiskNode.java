package io.ipfskit.anyio.sim;

import io.ipfskit.anyio.FileType;

import java.time.Instant;

/// What a name of a simulated disk stands for. Guarded by the disk's monitor.
abstract sealed class SimDiskNode permits SimDiskContent, SimDiskDirectory, SimDiskLink {
    /// Names it for good, also after a crash.
    final long id;

    int mode;
    Instant modified;

    // What a crash may fall back to.
    int durableMode;
    Instant durableModified;

    SimDiskNode(long id, int mode, Instant modified) {
        this.id = id;
        this.mode = mode;
        this.modified = modified;
        this.durableMode = mode;
        this.durableModified = modified;
    }

    abstract FileType type();

    abstract long size();

    void forceMetadata() {
        durableMode = mode;
        durableModified = modified;
    }
}
