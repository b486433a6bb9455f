package io.ipfskit.wal.log;

import java.io.IOException;
import java.nio.ByteBuffer;

/// Tells, for a last batch that does not validate, whether its flush came to its end.
///
/// A device writes a sector of 512 bytes wholly or not at all, and a sector that was never written
/// lies behind the end of the file or reads as zeros: segments grow, or are filled with zeros ahead
/// of use. So a flush that was cut off leaves a sector missing or zero; where none is, all bytes
/// arrived, and changed later. The other way it does not hold: a record may hold zeros of its own,
/// and damage may be zeros. Then the answer is no, and the batch counts as cut off.
final class WrittenWhole {
    private static final int SECTOR = 512;

    private WrittenWhole() {}

    /// Returns whether all sectors of the batch at `at` were written.
    ///
    /// @param index what the batch's number would be
    /// @param previousSeq the last record before it
    static boolean batch(Window window, long at, long segmentId, int index, long previousSeq)
            throws IOException, InterruptedException {
        if (!sector(window, at)) {
            return false;
        }
        ByteBuffer block = window.at(at, BatchLayout.SIZE);
        if (!BatchLayout.isValid(block, 0, segmentId)) {
            // A sound header of another segment is what a recycled file held before.
            return !BatchLayout.isValid(block, 0, block.getLong(BatchLayout.OFFSET_SEGMENT_ID));
        }
        BatchLayout.Header header = BatchLayout.decode(block, 0);
        if (header.index() != index || header.previousSeq() != previousSeq) {
            return false; // a sound header at a wrong place: not of this flush
        }
        long end = at + BatchLayout.SIZE + header.length();
        for (long next = at + SECTOR; next < end; next += SECTOR) {
            if (!sector(window, next)) {
                return false;
            }
        }
        return true;
    }

    /// Returns whether the sector at `at` was written, as far as that can be known.
    static boolean sector(Window window, long at) throws IOException, InterruptedException {
        ByteBuffer sector = window.at(at, SECTOR);
        if (sector.remaining() < SECTOR) {
            return false;
        }
        while (sector.hasRemaining()) {
            if (sector.get() != 0) {
                return true;
            }
        }
        return false;
    }
}
