package io.ipfskit.blockstore;

import java.util.List;

/// What a round of a compaction wants committed, and what came of it.
final class Compaction {
    /// The segments that the moves lead out of.
    final List<Segment> victims;

    final Moves moves;

    /// Synced segments that hold the copies and count from the commit on.
    final List<Segment> written;

    /// Where each of them ends.
    final List<Long> ends;

    /// The segments in which nothing lives any more. Set by the flusher.
    private volatile List<Segment> retired = List.of();

    /// Whether their files must stay until the store is opened again. Set by the flusher.
    private volatile boolean keepsFiles;

    /// Whether their files are gone for good. Set by the compactor.
    private volatile boolean removed;

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

    List<Long> retiredIds() {
        return retired.stream().map(segment -> segment.id).toList();
    }

    boolean keepsFiles() {
        return keepsFiles;
    }

    void keepFiles() {
        keepsFiles = true;
    }

    boolean isRemoved() {
        return removed;
    }

    void removed() {
        removed = true;
    }

    long overhead() {
        return overhead;
    }

    void overhead(long bytes) {
        overhead = bytes;
    }
}
