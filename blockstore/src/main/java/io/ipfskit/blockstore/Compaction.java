package io.ipfskit.blockstore;

import java.util.List;

/// What a round of a compaction wants committed.
final class Compaction {
    /// The segments that the moves lead out of.
    final List<Segment> victims;

    final Moves moves;

    /// Synced segments that hold the copies and count from the commit on.
    final List<Segment> written;

    /// Where each of them ends.
    final List<Long> ends;

    /// The segments in which nothing lives any more: their files may be removed. Set by the
    /// flusher.
    private volatile List<Segment> retired = List.of();

    /// Bytes of files that the manifest took. Set by the flusher.
    private volatile long overhead;

    Compaction(List<Segment> victims, Moves moves, List<Segment> written, List<Long> ends) {
        this.victims = victims;
        this.moves = moves;
        this.written = written;
        this.ends = ends;
    }

    List<Segment> retired() {
        return retired;
    }

    void retired(List<Segment> segments) {
        retired = segments;
    }

    long overhead() {
        return overhead;
    }

    void overhead(long bytes) {
        overhead = bytes;
    }
}
