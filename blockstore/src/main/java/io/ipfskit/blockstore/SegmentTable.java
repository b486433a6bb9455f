package io.ipfskit.blockstore;

import io.ipfskit.anyio.DiskFile;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The open segments by number. Thread-safe.
final class SegmentTable {
    private final Object lock = new Object();

    /// Guarded by `lock`; null where a number is free.
    private final List<@Nullable Segment> segments = new ArrayList<>();

    /// Gives an open file a number.
    Segment add(long id, Path path, DiskFile file) {
        synchronized (lock) {
            int ordinal = segments.indexOf(null);
            if (ordinal < 0) {
                ordinal = segments.size();
                if (ordinal > BlockIndex.SEGMENT_MAX) {
                    throw new IllegalStateException("too many segments: " + ordinal);
                }
                segments.add(null);
            }
            Segment segment = new Segment(ordinal, id, path, file);
            segments.set(ordinal, segment);
            return segment;
        }
    }

    @Nullable Segment get(int ordinal) {
        synchronized (lock) {
            return ordinal < segments.size() ? segments.get(ordinal) : null;
        }
    }

    /// Returns a segment that stays open until it is left; null when there is none.
    @Nullable Segment enter(int ordinal) {
        Segment segment = get(ordinal);
        return segment != null && segment.enter() ? segment : null;
    }

    /// Returns the segment with this id.
    @Nullable Segment find(long id) {
        synchronized (lock) {
            for (Segment segment : segments) {
                if (segment != null && segment.id == id) {
                    return segment;
                }
            }
            return null;
        }
    }

    /// Forgets a segment; the caller closes its file.
    void remove(Segment segment) {
        synchronized (lock) {
            segments.set(segment.ordinal, null);
        }
    }

    /// Returns the segments in order of their numbers.
    List<Segment> all() {
        synchronized (lock) {
            List<Segment> all = new ArrayList<>();
            for (Segment segment : segments) {
                if (segment != null) {
                    all.add(segment);
                }
            }
            return all;
        }
    }

    /// Closes all files.
    void close() {
        for (Segment segment : all()) {
            remove(segment);
            segment.file.close();
        }
    }
}
