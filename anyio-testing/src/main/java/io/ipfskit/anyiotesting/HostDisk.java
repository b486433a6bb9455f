package io.ipfskit.anyiotesting;

import io.ipfskit.anyio.Disk;

/// The disk of one host of a [World], with what a crash and a restart do to it.
///
/// @param disk what the host's tasks work on
/// @param crash what happens to it at a power cut; called before the tasks are told
/// @param restart what happens when the host starts again
public record HostDisk(Disk disk, Runnable crash, Runnable restart) {
    /// Makes the disk of a host.
    @FunctionalInterface
    public interface Factory {
        /// Returns the disk of the host of that name; called once per host, in the world's run.
        HostDisk of(String host);
    }
}
