package io.ipfskit.wal.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipfskit.anyio.sim.DiskCall;
import io.ipfskit.anyio.sim.DiskFault;
import io.ipfskit.anyio.sim.DiskFaults;
import io.ipfskit.anyio.sim.DiskScript;
import io.ipfskit.anyio.sim.SimDisk;

import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

class LogFaultTest {
    private static final Path LOG = Path.of("/log");

    private final SimDisk disk = new SimDisk();

    /// Fails the next `times` calls of this kind.
    private void failNext(DiskCall call, int times, DiskFault fault) {
        disk.script(DiskScript.next(call, times, fault));
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
                failNext(DiskCall.WRITE, 1, DiskFault.FULL);
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
                for (DiskCall call : List.of(DiskCall.CREATE, DiskCall.WRITE, DiskCall.FORCE)) {
                    failNext(call, 1, DiskFault.FULL);
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
                failNext(DiskCall.FORCE, 1, DiskFault.FAIL);
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
                failNext(DiskCall.FORCE, 1, DiskFault.FAIL);
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
                failNext(DiskCall.FORCE, 2, DiskFault.FAIL);
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
    void whatAnOpeningShowedAfterAFailedSyncAndAKillSurvivesAPowerLoss() throws Exception {
        int shownUnsynced = 0;
        for (long seed = 0; seed < 40; seed++) {
            SimDisk worn = new SimDisk(seed, DiskFaults.NONE);
            World.run(services -> {
                try (Log log =
                        Log.open(services, worn, LOG, LogOptions.DEFAULT, ReplayConsumer.NONE)) {
                    log.append(1, LogTest.bytes("one"));
                    worn.script(
                            DiskScript.always(DiskCall.FORCE, DiskFault.FAIL)
                                    .or(DiskScript.always(DiskCall.TRUNCATE, DiskFault.FAIL)));
                    assertThatThrownBy(() -> log.append(1, LogTest.bytes("two")))
                            .isInstanceOf(LogFailed.class);
                    worn.goDown();
                }
                return 0;
            });
            worn.script(DiskScript.NONE);
            worn.restartProcess();
            List<Long> shown = new ArrayList<>();
            World.run(services -> {
                try (Log log =
                        Log.open(
                                services,
                                worn,
                                LOG,
                                LogOptions.DEFAULT,
                                (seq, _, _) -> shown.add(seq))) {
                    assertThat(log.statistics().failedBatches()).isZero();
                    worn.goDown();
                }
                return 0;
            });
            worn.powerCycle();
            List<Long> left = new ArrayList<>();
            World.inspect(worn, LOG, (seq, _, _) -> left.add(seq));
            assertThat(left).as("seed %d", seed).containsAll(shown);
            shownUnsynced += shown.size() - 1;
        }
        assertThat(shownUnsynced).as("records shown that no sync had saved").isPositive();
    }

    @Test
    void aDirectoryThatCannotBeSyncedIsNotAcknowledged() throws Exception {
        World.run(services -> {
            try (Log log = Log.open(services, disk, LOG, LogOptions.DEFAULT, ReplayConsumer.NONE)) {
                disk.script(DiskScript.always(DiskCall.FORCE_DIRECTORY, DiskFault.FAIL));
                assertThatThrownBy(() -> log.append(1, LogTest.bytes("one")))
                        .isInstanceOf(LogFailed.class);
            }
            return 0;
        });
    }
}
