package io.ipfskit.anyio.sim;

/// What goes wrong with one call of a simulated disk.
public enum DiskFault {
    /// Fails with "Input/output error". A write has written a part by then. What a failed `force`
    /// was to sync counts as clean from then on, as on Linux: no later `force` saves it, only
    /// writing it again does.
    FAIL,
    /// Fails with "No space left on device"; a write has written a part by then.
    FULL,
    /// A `force` or `forceDirectory` reports success and does nothing; a write in the mode `dsync`
    /// is not durable. What was to be synced is still known as unsynced.
    LOSE,
    /// A read returns less than asked for and there is; a write is carried out in two pieces, cut
    /// between sectors, with other calls in between.
    SHORT,
    /// A bit of what is about to be read has changed, for good.
    ROT,
    /// Takes up to [DiskFaults#slowMax()] of the time of the run.
    SLOW,
    /// Does not come back until [SimDisk#release()] or the end of the disk's life.
    STUCK,
    /// The disk goes down before the call has any effect.
    CRASH,
    /// The disk goes down in the middle of the call: its effect is there, unsynced, and may survive
    /// whole, in part or not at all.
    TEAR;

    /// Returns whether this can happen to such a call.
    public boolean fits(DiskCall call) {
        return switch (this) {
            case LOSE ->
                    call == DiskCall.FORCE
                            || call == DiskCall.FORCE_DIRECTORY
                            || call == DiskCall.WRITE;
            case SHORT -> call == DiskCall.READ || call == DiskCall.WRITE;
            case ROT -> call == DiskCall.READ;
            case FULL, TEAR -> call.isChanging();
            case FAIL, SLOW, STUCK, CRASH -> true;
        };
    }
}
