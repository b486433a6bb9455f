package io.ipfskit.wal.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipfskit.anyio.DiskFile;
import io.ipfskit.anyio.Meters;
import io.ipfskit.anyio.OpenMode;
import io.ipfskit.anyio.TaskGroup;
import io.ipfskit.anyio.sim.DiskCall;
import io.ipfskit.anyio.sim.DiskFault;
import io.ipfskit.anyio.sim.DiskScript;
import io.ipfskit.anyio.sim.SimDisk;
import io.ipfskit.anyiotesting.RecordingMeters;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleSupplier;

/// What a log tells of itself, and that it does not depend on who listens.
class LogMetersTest {
    private static final Path LOG = Path.of("/journal");

    private final SimDisk disk = new SimDisk();
    private final RecordingMeters meters = new RecordingMeters();

    private Log open(TaskGroup services, LogOptions options, Meters told)
            throws IOException, InterruptedException {
        return Log.open(services, disk, LOG, options, told, ReplayConsumer.NONE);
    }

    private Log open(TaskGroup services, Meters told) throws IOException, InterruptedException {
        return open(services, LogOptions.DEFAULT, told);
    }

    private static String of(String metric) {
        return metric + "{stream=journal}";
    }

    @Test
    void payloadsBatchesSyncsAndSegmentsAreTold() throws Exception {
        World.run(services -> {
            try (Log log = open(services, meters)) {
                log.append(1, LogTest.bytes("12345"));
                log.append(1, LogTest.bytes("678"));

                assertThat(meters.counted(of("wal_append_bytes_total"))).isEqualTo(8);
                assertThat(meters.recorded(of("wal_batch_records"))).containsExactly(1.0, 1.0);
                assertThat(meters.recorded(of("wal_fsync_seconds")))
                        .hasSize(2)
                        .allMatch(seconds -> seconds >= 0);
                assertThat(meters.recorded(of("wal_recovery_seconds"))).hasSize(1);
                assertThat(meters.read(of("wal_segments"))).hasValue(1);
                assertThat(meters.hasCounter(of("wal_corruptions_total"))).isTrue();
                assertThat(meters.hasCounter(of("wal_poisoned_segments_total"))).isTrue();
            }
            assertThat(meters.read(of("wal_segments"))).as("closed").isEmpty();
            return 0;
        });
    }

    @Test
    void aSegmentThatIsGivenUpIsCountedAndItsFailedSyncIsTimed() throws Exception {
        World.run(services -> {
            try (Log log = open(services, meters)) {
                log.append(1, LogTest.bytes("one"));
                disk.script(DiskScript.next(DiskCall.FORCE, 1, DiskFault.FAIL));
                log.append(1, LogTest.bytes("two"));
            }
            assertThat(meters.counted(of("wal_poisoned_segments_total"))).isEqualTo(1);
            assertThat(meters.recorded(of("wal_fsync_seconds"))).hasSize(3);
            assertThat(meters.counted(of("wal_append_bytes_total"))).isEqualTo(6);
            return 0;
        });
    }

    @Test
    void whatWasNotAcknowledgedIsNotCounted() throws Exception {
        World.run(services -> {
            try (Log log = open(services, meters)) {
                disk.script(DiskScript.next(DiskCall.WRITE, 1, DiskFault.FULL));
                assertThatThrownBy(() -> log.append(1, LogTest.bytes("lost")))
                        .isInstanceOf(LogFull.class);
            }
            assertThat(meters.counted(of("wal_append_bytes_total"))).isZero();
            assertThat(meters.recorded(of("wal_batch_records"))).isEmpty();
            return 0;
        });
    }

    @Test
    void damageFoundAtOpeningIsCounted() throws Exception {
        World.run(services -> {
            try (Log log = open(services, Meters.NONE)) {
                log.append(1, LogTest.bytes("one"));
                log.append(1, LogTest.bytes("two"));
            }
            Path segment = LOG.resolve("segments").resolve(Recovery.name(1));
            try (DiskFile file = disk.open(segment, OpenMode.readWrite())) {
                file.write(
                        ByteBuffer.wrap(new byte[] {1, 2, 3}),
                        SegmentLayout.BLOCK + BatchLayout.SIZE);
            }

            assertThatThrownBy(() -> open(services, meters)).isInstanceOf(LogDamaged.class);
            assertThat(meters.counted(of("wal_corruptions_total"))).isEqualTo(1);
            open(services, LogOptions.DEFAULT.withOnDamage(LogOptions.OnDamage.QUARANTINE), meters)
                    .close();
            assertThat(meters.counted(of("wal_corruptions_total"))).isEqualTo(2);
            return 0;
        });
    }

    @Test
    void anAppendIsASpanAndItsSyncStandsBelowIt() throws Exception {
        RecordingMeters traced = RecordingMeters.tracing();
        World.run(services -> {
            try (Log log = open(services, traced)) {
                log.append(1, LogTest.bytes("one"));
            }
            return 0;
        });

        assertThat(traced.spans("wal.recover")).hasSize(1);
        RecordingMeters.Recorded append = traced.spans("wal.append").getFirst();
        RecordingMeters.Recorded sync = traced.spans("wal.fsync").getFirst();
        assertThat(sync.parent()).isEqualTo(append.traceparent());
        assertThat(sync.labels()).containsExactly("wal.stream", "journal", "wal.records", "1");
        assertThat(List.of(append, sync)).allMatch(span -> span.closed().get() == 1);
    }

    @Test
    void aFailedAppendIsAFailedSpan() throws Exception {
        RecordingMeters traced = RecordingMeters.tracing();
        World.run(services -> {
            try (Log log = open(services, traced)) {
                disk.script(DiskScript.next(DiskCall.FORCE, 2, DiskFault.FAIL));
                assertThatThrownBy(() -> log.append(1, LogTest.bytes("one")))
                        .isInstanceOf(LogFailed.class);
            }
            return 0;
        });

        assertThat(traced.spans("wal.append").getFirst().failures())
                .singleElement()
                .isInstanceOf(LogFailed.class);
        assertThat(traced.spans("wal.fsync"))
                .hasSize(2)
                .allMatch(span -> span.failures().size() == 1 && span.closed().get() == 1);
    }

    @Test
    void metersThatThrowNeverAffectTheLog() throws Exception {
        World.run(services -> {
            for (Meters broken : List.of(new Broken(true), new Broken(false))) {
                try (Log log = open(services, broken)) {
                    log.append(1, LogTest.bytes("one"));
                    disk.script(DiskScript.next(DiskCall.FORCE, 1, DiskFault.FAIL));
                    log.append(1, LogTest.bytes("two"));
                }
            }
            List<Long> seqs = new ArrayList<>();
            Log.inspect(disk, LOG, (seq, _, _) -> seqs.add(seq));
            assertThat(seqs).containsExactly(1L, 2L, 3L, 4L);
            return 0;
        });
    }

    /// Meters that throw when they are asked for something, or when what they gave is used.
    ///
    /// @param atOnce which of the two
    private record Broken(boolean atOnce) implements Meters {
        private <T> T given(T instrument) {
            if (atOnce) {
                throw new IllegalStateException("broken meters");
            }
            return instrument;
        }

        private static Error thrown() {
            return new AssertionError("broken instrument");
        }

        @Override
        public Counter counter(String name, String... labels) {
            return given(_ -> {
                throw thrown();
            });
        }

        @Override
        public Gauge gauge(String name, String... labels) {
            return given(NONE.gauge(name, labels));
        }

        @Override
        public Histogram histogram(String name, String... labels) {
            return given(_ -> {
                throw thrown();
            });
        }

        @Override
        public Watch watch(String name, DoubleSupplier reading, String... labels) {
            return given(() -> {
                throw thrown();
            });
        }

        @Override
        public boolean isTracing() {
            return true;
        }

        @Override
        public Span span(String name, String... labels) {
            return given(
                    new Span() {
                        @Override
                        public Span attribute(String attribute, String value) {
                            throw thrown();
                        }

                        @Override
                        public Span failed(Throwable failure) {
                            throw thrown();
                        }

                        @Override
                        public @Nullable String traceparent() {
                            throw thrown();
                        }

                        @Override
                        public void close() {
                            throw thrown();
                        }
                    });
        }
    }
}
