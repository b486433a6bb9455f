package io.ipfskit.anyiotesting;

import io.ipfskit.anyio.Disk;
import io.ipfskit.anyio.sim.DiskFaults;
import io.ipfskit.anyio.sim.SimDisk;

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

    /// Gives each host an empty simulated disk, which loses power when the host crashes and is
    /// found after the restart as a real one would be: with what was forced, and some of the rest.
    /// What goes wrong besides is decided by the run's randomness.
    public static Factory simulated(DiskFaults faults) {
        return _ -> {
            SimDisk disk = SimDisk.ofRun(faults);
            return new HostDisk(disk, disk::goDown, disk::powerCycle);
        };
    }
}
