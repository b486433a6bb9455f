package io.ipfskit.wal.log;

/// Records that were acknowledged no longer validate. Nothing was changed; nothing is acknowledged
/// from this log until an operator restored it or accepted the loss.
public final class LogDamaged extends LogException {
    private final String segment;
    private final long offset;
    private final long lastIntactSeq;

    LogDamaged(String directory, String segment, long offset, long lastIntactSeq, String what) {
        super(
                "log %s is damaged: segment %s at byte %d: %s; the last intact record before it is %d. Nothing was changed. Restore the segment from a copy, or open the log with OnDamage.QUARANTINE to keep the records up to %d and put the rest into quarantine/"
                        .formatted(directory, segment, offset, what, lastIntactSeq, lastIntactSeq));
        this.segment = segment;
        this.offset = offset;
        this.lastIntactSeq = lastIntactSeq;
    }

    /// Returns the file name of the damaged segment.
    public String segment() {
        return segment;
    }

    /// Returns the position of the first byte that does not validate.
    public long offset() {
        return offset;
    }

    /// Returns the last sequence number before the damage, 0 when there is none.
    public long lastIntactSeq() {
        return lastIntactSeq;
    }
}
