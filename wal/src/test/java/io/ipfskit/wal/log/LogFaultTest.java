package io.ipfskit.wal.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

class LogFaultTest {
    private static final Path LOG = Path.of("/log");

    private final MemoryDisk disk = new MemoryDisk();

    /// Fails the next `times` calls of this kind.
    private void failNext(String call, int times, String message) {
        AtomicInteger left = new AtomicInteger(times);
        disk.fault((what, _) -> {
            if (what.equals(call) && left.getAndDecrement() > 0) {
                throw new IOException(message);
            }
        });
    }

    private List<Long> recovered() throws Exception {
        List<Long> seqs = new ArrayList<>();
        Log.inspect(disk, LOG, (seq, _, _) -> seqs.add(seq));
        return seqs;
    }

    @Test
    void aFullDiskRefusesTheRecordSaysSoAndTheLogGoesOn() throws Exception {
        World.run(services -> {
            try (Log log = Log.open(services, disk, LOG, LogOptions.DEFAULT, ReplayConsumer.NONE)) {
                log.append(1, LogTest.bytes("one"));
                failNext("write", 1, "No space left on device");
                assertThatThrownBy(() -> log.append(1, LogTest.bytes("two")))
                        .isInstanceOf(LogFull.class)
                        .hasMessageContaining("/log is full")
                        .hasMessageContaining("not acknowledged")
                        .hasMessageContaining("Free space");
                assertThat(log.append(1, LogTest.bytes("three"))).isEqualTo(3);
                assertThat(log.statistics().failedBatches()).isEqualTo(1);
            }
            assertThat(recovered()).containsExactly(1L, 3L);
            return 0;
        });
    }

    @Test
    void aFullDiskAtTheFirstRecordLeavesAnOpenableLog() throws Exception {
        World.run(services -> {
            try (Log log = Log.open(services, disk, LOG, LogOptions.DEFAULT, ReplayConsumer.NONE)) {
                for (String call : List.of("create", "write", "force")) {
                    failNext(call, 1, "No space left on device");
                    assertThatThrownBy(() -> log.append(1, LogTest.bytes("x")))
                            .isInstanceOf(LogFull.class);
                }
                assertThat(log.append(1, LogTest.bytes("y"))).isEqualTo(4);
            }
            assertThat(recovered()).containsExactly(4L);
            return 0;
        });
    }

    @Test
    void aFailedSyncGivesTheSegmentUpAndWritesAgainElsewhere() throws Exception {
        World.run(services -> {
            try (Log log = Log.open(services, disk, LOG, LogOptions.DEFAULT, ReplayConsumer.NONE)) {
                log.append(1, LogTest.bytes("one"));
                failNext("force", 1, "Input/output error");
                assertThat(log.append(1, LogTest.bytes("two"))).isEqualTo(2);
                log.append(1, LogTest.bytes("three"));
                assertThat(log.statistics().poisonedSegments()).isEqualTo(1);
            }
            assertThat(Recovery.names(disk, LOG.resolve("segments"))).hasSize(2);
            assertThat(recovered()).containsExactly(1L, 2L, 3L);
            return 0;
        });
    }

    @Test
    void aFailedSyncOfTheVeryFirstBatchIsSurvivedToo() throws Exception {
        World.run(services -> {
            try (Log log = Log.open(services, disk, LOG, LogOptions.DEFAULT, ReplayConsumer.NONE)) {
                failNext("force", 1, "Input/output error");
                assertThat(log.append(1, LogTest.bytes("one"))).isEqualTo(1);
            }
            assertThat(recovered()).containsExactly(1L);
            return 0;
        });
    }

    @Test
    void twoFailedSyncsEndTheLogAndAcknowledgeNothing() throws Exception {
        World.run(services -> {
            try (Log log = Log.open(services, disk, LOG, LogOptions.DEFAULT, ReplayConsumer.NONE)) {
                log.append(1, LogTest.bytes("one"));
                failNext("force", 2, "Input/output error");
                assertThatThrownBy(() -> log.append(1, LogTest.bytes("two")))
                        .isInstanceOf(LogFailed.class)
                        .hasMessageContaining("Input/output error")
                        .hasMessageContaining("open the log again");
                assertThatThrownBy(() -> log.append(1, LogTest.bytes("three")))
                        .isInstanceOf(LogFailed.class);
            }
            try (Log log = Log.open(services, disk, LOG, LogOptions.DEFAULT, ReplayConsumer.NONE)) {
                log.append(1, LogTest.bytes("again"));
            }
            assertThat(recovered()).startsWith(1L);
            return 0;
        });
    }

    @Test
    void aDirectoryThatCannotBeSyncedIsNotAcknowledged() throws Exception {
        World.run(services -> {
            try (Log log = Log.open(services, disk, LOG, LogOptions.DEFAULT, ReplayConsumer.NONE)) {
                disk.fault((call, _) -> {
                    if (call.equals("forceDirectory")) {
                        throw new IOException("Input/output error");
                    }
                });
                assertThatThrownBy(() -> log.append(1, LogTest.bytes("one")))
                        .isInstanceOf(LogFailed.class);
            }
            return 0;
        });
    }
}
