package io.ipfskit.blockstore;

import io.ipfskit.multiformats.Cid;

import java.util.List;

/// What a compaction did.
///
/// @param segmentsFreed segment files that were removed
/// @param bytesFreed their bytes
/// @param blocksMoved live blocks that were copied out of them first
/// @param bytesWritten bytes of the files they were copied to, and of the manifests
/// @param damaged blocks that could not be copied since their bytes changed on the disk; they stay
///   where they are, and so does their segment
public record CompactionReport(
        int segmentsFreed,
        long bytesFreed,
        long blocksMoved,
        long bytesWritten,
        List<Cid> damaged) {
    /// Nothing was done.
    public static final CompactionReport NOTHING = new CompactionReport(0, 0, 0, 0, List.of());

    /// Copies the list.
    public CompactionReport {
        damaged = List.copyOf(damaged);
    }

    /// Returns the bytes that the store takes less than before; negative when it takes more.
    public long bytesSaved() {
        return bytesFreed - bytesWritten;
    }
}
