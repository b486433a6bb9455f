package io.ipfskit.wal.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipfskit.anyio.sim.SimDisk;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

class LogRecoveryTest {
    private static final Path LOG = Path.of("/log");
    private static final Path FIRST = LOG.resolve("segments").resolve(Recovery.name(1));

    /// A log with records 1, 2 and 3, each in a batch of its own, as a killed process leaves it.
    private static SimDisk threeBatches() throws Exception {
        List<SimDisk> left = new ArrayList<>();
        World.run(services -> {
            SimDisk disk = new SimDisk();
            try (Log log = Log.open(services, disk, LOG, LogOptions.DEFAULT, ReplayConsumer.NONE)) {
                for (int i = 1; i <= 3; i++) {
                    log.append(i, LogTest.bytes("record " + i));
                }
                left.add(disk.copy());
            }
            return 0;
        });
        return left.getFirst();
    }

    private static SimDisk with(byte[] segment) throws Exception {
        SimDisk disk = threeBatches();
        disk.content(FIRST, segment);
        return disk;
    }

    private static List<Long> seqs(SimDisk disk) throws Exception {
        List<Long> seqs = new ArrayList<>();
        World.run(services -> {
            try (Log log =
                    Log.open(
                            services,
                            disk,
                            LOG,
                            LogOptions.DEFAULT,
                            (seq, _, _) -> seqs.add(seq))) {
                // Writing goes on behind what was found.
                log.append(9, LogTest.bytes("more"));
            }
            return 0;
        });
        RecoveryReport again = World.inspect(disk, LOG, ReplayConsumer.NONE);
        assertThat(again.torn()).isEmpty();
        assertThat(again.records()).isEqualTo(seqs.size() + 1);
        return seqs;
    }

    @Test
    void theLastBatchCutAnywhereIsATornTail() throws Exception {
        byte[] whole = threeBatches().content(FIRST);
        assertThat(whole).hasSize(4 * 4096);
        int header = 3 * 4096;
        int end = header + BatchLayout.SIZE + FrameLayout.SIZE + "record 3".length();
        for (int length = header; length < end; length++) {
            SimDisk disk = with(Arrays.copyOf(whole, length));
            World.run(services -> {
                try (Log log =
                        Log.open(services, disk, LOG, LogOptions.DEFAULT, ReplayConsumer.NONE)) {
                    assertThat(log.recovery().records()).isEqualTo(2);
                }
                return 0;
            });
        }
        assertThat(seqs(with(Arrays.copyOf(whole, end - 1)))).containsExactly(1L, 2L);
        assertThat(seqs(with(Arrays.copyOf(whole, end)))).containsExactly(1L, 2L, 3L);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void anyChangedByteOfABatchIsDamageAlsoAfterACrash(int record) throws Exception {
        byte[] whole = threeBatches().content(FIRST);
        int header = record * 4096;
        int end = header + BatchLayout.SIZE + FrameLayout.SIZE + "record n".length();
        for (int at = header; at < end; at++) {
            byte[] changed = whole.clone();
            changed[at] ^= 0x10;
            SimDisk disk = with(changed);
            World.run(services -> {
                assertThatThrownBy(() ->
                                Log.open(
                                        services,
                                        disk,
                                        LOG,
                                        LogOptions.DEFAULT,
                                        ReplayConsumer.NONE))
                        .isInstanceOfSatisfying(
                                LogDamaged.class,
                                damaged -> {
                                    assertThat(damaged.segment()).isEqualTo(Recovery.name(1));
                                    assertThat(damaged.offset()).isEqualTo(header);
                                    assertThat(damaged.lastIntactSeq()).isEqualTo(record - 1);
                                });
                return 0;
            });
            assertThat(disk.content(FIRST)).isEqualTo(changed);
        }
    }

    @Test
    void aDamagedHeaderIsTakenFromTheFirstBatch() throws Exception {
        byte[] changed = threeBatches().content(FIRST);
        changed[SegmentLayout.OFFSET_FIRST_SEQ] ^= 1;
        assertThat(seqs(with(changed))).containsExactly(1L, 2L, 3L);
    }

    @Test
    void aSegmentMayEndInZeros() throws Exception {
        byte[] whole = threeBatches().content(FIRST);
        SimDisk disk = with(Arrays.copyOf(whole, 1 << 20));
        assertThat(World.inspect(disk, LOG, ReplayConsumer.NONE).torn()).isEmpty();
        assertThat(seqs(disk)).containsExactly(1L, 2L, 3L);
    }

    @Test
    void bytesOfAnotherSegmentNeverValidate() throws Exception {
        byte[] whole = threeBatches().content(FIRST);
        byte[] recycled = Arrays.copyOf(whole, whole.length + 4096);
        // The same batch once more, as a recycled segment would have it behind its end.
        System.arraycopy(whole, 3 * 4096, recycled, 4 * 4096, 4096);
        assertThat(World.inspect(with(recycled), LOG, ReplayConsumer.NONE).records()).isEqualTo(3);
    }

    @Test
    void aMissingSegmentIsDamage() throws Exception {
        SimDisk disk = new SimDisk();
        World.run(services -> {
            LogOptions small = LogOptions.DEFAULT.withSegmentBytes(64 << 10);
            try (Log log = Log.open(services, disk, LOG, small, ReplayConsumer.NONE)) {
                for (int i = 0; i < 60; i++) {
                    log.append(1, ByteBuffer.allocate(4000));
                }
            }
            List<String> names = Recovery.names(disk, LOG.resolve("segments"));
            assertThat(names).hasSizeGreaterThan(2);
            disk.delete(LOG.resolve("segments").resolve(names.get(1)));
            assertThatThrownBy(() -> Log.inspect(disk, LOG, ReplayConsumer.NONE))
                    .isInstanceOf(LogDamaged.class)
                    .hasMessageContaining("a segment is missing");
            return 0;
        });
    }

    @Test
    void acceptedLossKeepsWhatIsIntactAndTheDamagedFiles() throws Exception {
        byte[] changed = threeBatches().content(FIRST);
        changed[2 * 4096 + 80] ^= 1;
        SimDisk disk = with(changed);
        World.run(services -> {
            LogOptions accept = LogOptions.DEFAULT.withOnDamage(LogOptions.OnDamage.QUARANTINE);
            List<Long> seqs = new ArrayList<>();
            try (Log log = Log.open(services, disk, LOG, accept, (seq, _, _) -> seqs.add(seq))) {
                assertThat(log.recovery().quarantined()).hasSize(1);
                assertThat(log.append(1, LogTest.bytes("new"))).isEqualTo(4);
            }
            assertThat(seqs).containsExactly(1L);
            return 0;
        });
        List<String> quarantine = new ArrayList<>();
        for (Path path : disk.files()) {
            if (path.startsWith(LOG.resolve("quarantine"))) {
                quarantine.add(String.valueOf(path.getFileName()));
                assertThat(disk.content(path)).isEqualTo(changed);
            }
        }
        assertThat(quarantine).containsExactly("00000000000000000001-00000000000000000003-0.wal");
        assertThat(World.inspect(disk, LOG, ReplayConsumer.NONE).records()).isEqualTo(2);
    }

    @Test
    void theVerdictsOnATailAreDisjointAndComplete() {
        for (int bits = 0; bits < 32; bits++) {
            boolean newest = (bits & 1) != 0;
            boolean complete = (bits & 2) != 0;
            boolean behind = (bits & 4) != 0;
            boolean zeros = (bits & 8) != 0;
            boolean whole = (bits & 16) != 0;
            List<TailVerdict> rows = new ArrayList<>();
            if (!newest && complete) {
                rows.add(TailVerdict.SUPERSEDED);
            }
            if ((!newest && !complete)
                    || (newest && behind)
                    || (newest && !behind && !zeros && whole)) {
                rows.add(TailVerdict.DAMAGED);
            }
            if (newest && !behind && zeros) {
                rows.add(TailVerdict.END);
            }
            if (newest && !behind && !zeros && !whole) {
                rows.add(TailVerdict.TORN);
            }
            assertThat(rows)
                    .containsExactly(TailVerdict.of(newest, complete, behind, zeros, whole));
        }
    }
}
