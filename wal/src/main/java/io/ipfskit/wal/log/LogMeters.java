package io.ipfskit.wal.log;

import io.ipfskit.anyio.Meters;
import io.ipfskit.anyio.Time;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.function.DoubleSupplier;

/// What one log tells of itself, all under the label `stream`, the name of its directory. Never
/// throws, whatever the meters do.
///
/// ```text
/// wal_append_bytes_total        counter    bytes of payloads that became durable
/// wal_batch_records             histogram  records of one flush
/// wal_fsync_seconds             histogram  time of one sync, also of one that failed
/// wal_segments                  gauge      segment files, while the log is open
/// wal_recovery_seconds          histogram  time to read and replay at opening
/// wal_corruptions_total         counter    places found damaged at opening
/// wal_poisoned_segments_total   counter    segments given up
/// ```
///
/// Spans, where the meters trace: `wal.append` in the caller's trace, `wal.fsync` below the first
/// traced append of its batch, `wal.recover`.
final class LogMeters {
    private static final String STREAM = "stream";
    private static final double NANOS_PER_SECOND = 1e9;

    private final Meters meters;
    private final String stream;
    private final Meters.Counter appended;
    private final Meters.Histogram batch;
    private final Meters.Histogram fsync;
    private final Meters.Histogram recovery;
    private final Meters.Counter corruptions;
    private final Meters.Counter poisoned;

    LogMeters(Meters given, String stream) {
        this.meters = Meters.safe(given);
        this.stream = stream;
        appended = meters.counter("wal_append_bytes_total", STREAM, stream);
        batch = meters.histogram("wal_batch_records", STREAM, stream);
        fsync = meters.histogram("wal_fsync_seconds", STREAM, stream);
        recovery = meters.histogram("wal_recovery_seconds", STREAM, stream);
        corruptions = meters.counter("wal_corruptions_total", STREAM, stream);
        poisoned = meters.counter("wal_poisoned_segments_total", STREAM, stream);
    }

    /// Measures a stretch of work, and traces it where there are traces.
    static final class Stretch implements AutoCloseable {
        private final Meters.Histogram seconds;
        private final Meters.@Nullable Span span;
        private final long begunAt = Time.now();

        private Stretch(Meters.Histogram seconds, Meters.@Nullable Span span) {
            this.seconds = seconds;
            this.span = span;
        }

        /// Says why it did not end well.
        void failed(Throwable failure) {
            if (span != null) {
                span.failed(failure);
            }
        }

        @Override
        public void close() {
            seconds.record((Time.now() - begunAt) / NANOS_PER_SECOND);
            if (span != null) {
                span.close();
            }
        }
    }

    boolean isTracing() {
        return meters.isTracing();
    }

    /// The span of one append. Only where there are traces.
    Meters.Span append() {
        return meters.span("wal.append", "wal.stream", stream);
    }

    /// One sync, which makes `items` durable.
    Stretch fsync(List<Pending> items) {
        return new Stretch(fsync, isTracing() ? fsyncSpan(items) : null);
    }

    private Meters.Span fsyncSpan(List<Pending> items) {
        String above = null;
        for (Pending item : items) {
            if (above == null) {
                above = item.traceparent;
            }
        }
        return meters.spanBelow(
                above,
                "wal.fsync",
                "wal.stream",
                stream,
                "wal.records",
                Integer.toString(items.size()));
    }

    /// The reading of the log at its opening.
    Stretch recovery() {
        return new Stretch(
                recovery, isTracing() ? meters.span("wal.recover", "wal.stream", stream) : null);
    }

    /// A batch became durable.
    ///
    /// @param bytes of its payloads
    void flushed(int records, long bytes) {
        batch.record(records);
        appended.add(bytes);
    }

    void corrupted(int places) {
        corruptions.add(places);
    }

    void poisoned() {
        poisoned.increment();
    }

    /// Tells how many segments there are until the watch is closed.
    Meters.Watch segments(DoubleSupplier count) {
        return meters.watch("wal_segments", count, STREAM, stream);
    }
}
