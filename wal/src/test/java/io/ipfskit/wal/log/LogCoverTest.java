package io.ipfskit.wal.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipfskit.anyio.sim.DiskCall;
import io.ipfskit.anyio.sim.DiskFault;
import io.ipfskit.anyio.sim.DiskScript;
import io.ipfskit.anyio.sim.SimDisk;

import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// What a clean close writes behind the last records, and what it is good for.
class LogCoverTest {
    private static final Path LOG = Path.of("/log");
    private static final Path FIRST = LOG.resolve("segments").resolve(Recovery.name(1));
    private static final int BLOCK = SegmentLayout.BLOCK;

    private final SimDisk disk = new SimDisk();

    /// Opens the log, appends, and closes it.
    private void life(ByteBuffer... records) throws Exception {
        World.run(services -> {
            try (Log log = Log.open(services, disk, LOG, LogOptions.DEFAULT, ReplayConsumer.NONE)) {
                for (ByteBuffer record : records) {
                    log.append(1, record);
                }
            }
            return 0;
        });
    }

    private RecoveryReport inspect() throws Exception {
        return World.inspect(disk, LOG, ReplayConsumer.NONE);
    }

    private static ByteBuffer noise(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return ByteBuffer.wrap(bytes);
    }

    private void assertDamaged(byte[] changed, long offset, String what) throws Exception {
        disk.content(FIRST, changed);
        World.run(services -> {
            assertThatThrownBy(() ->
                            Log.open(services, disk, LOG, LogOptions.DEFAULT, ReplayConsumer.NONE))
                    .as(what)
                    .isInstanceOfSatisfying(
                            LogDamaged.class,
                            damaged -> {
                                assertThat(damaged.segment()).isEqualTo(Recovery.name(1));
                                assertThat(damaged.offset()).as(what).isEqualTo(offset);
                            });
            return 0;
        });
        assertThat(disk.content(FIRST)).as(what).isEqualTo(changed);
    }

    @Test
    void anyChangedByteOfTheLastBatchIsDamageAfterACleanClose() throws Exception {
        life(LogTest.bytes("one"), noise(700));
        byte[] whole = disk.content(FIRST);
        assertThat(whole).hasSize(4 * BLOCK);
        int end = 2 * BLOCK + BatchLayout.SIZE + FrameLayout.SIZE + 700;
        for (int at = 2 * BLOCK; at < end; at++) {
            byte[] changed = whole.clone();
            changed[at] ^= 0x10;
            assertDamaged(changed, 2 * BLOCK, "byte " + at);
        }
    }

    @Test
    void alsoSectorsOfTheLastBatchThatBecameZeroAreDamageAfterACleanClose() throws Exception {
        life(LogTest.bytes("one"), noise(3_000));
        byte[] whole = disk.content(FIRST);
        for (int sectors = 1; sectors < 1 << 6; sectors++) {
            byte[] changed = whole.clone();
            for (int i = 0; i < 6; i++) {
                if ((sectors & 1 << i) != 0) {
                    Arrays.fill(changed, 2 * BLOCK + 512 * i, 2 * BLOCK + 512 * (i + 1), (byte) 0);
                }
            }
            assertDamaged(changed, 2 * BLOCK, "sectors " + Integer.toBinaryString(sectors));
        }
    }

    @Test
    void aChangedCoverLosesNoRecordAndIsNotSilent() throws Exception {
        life(LogTest.bytes("one"), LogTest.bytes("two"));
        byte[] whole = disk.content(FIRST);
        for (int at = 3 * BLOCK; at < 3 * BLOCK + BatchLayout.SIZE; at++) {
            byte[] changed = whole.clone();
            changed[at] ^= 0x10;
            assertDamaged(changed, 3 * BLOCK, "byte " + at);
        }
        disk.content(FIRST, Arrays.copyOf(whole, 3 * BLOCK + 40));
        RecoveryReport report = inspect();
        assertThat(report.records()).isEqualTo(2);
        assertThat(report.torn())
                .containsExactly(new RecoveryReport.TornTail(Recovery.name(1), 3 * BLOCK, 40));
    }

    @Test
    void aCoverIsWrittenOnceHoweverOftenTheLogIsOpened() throws Exception {
        life(LogTest.bytes("one"));
        byte[] closed = disk.content(FIRST);
        assertThat(closed).hasSize(3 * BLOCK);
        life();
        life();
        assertThat(disk.content(FIRST)).isEqualTo(closed);
    }

    @Test
    void anEmptyLogGetsNone() throws Exception {
        life();
        assertThat(disk.files()).noneMatch(path -> path.toString().endsWith(".wal"));
    }

    @Test
    void recordsGoOnBehindACover() throws Exception {
        life(LogTest.bytes("one"));
        life(LogTest.bytes("two"), LogTest.bytes("three"));
        List<Long> seqs = new ArrayList<>();
        RecoveryReport report = World.inspect(disk, LOG, (seq, _, _) -> seqs.add(seq));
        assertThat(seqs).containsExactly(1L, 2L, 3L);
        assertThat(report.torn()).isEmpty();
        assertThat(report.records()).isEqualTo(3);
    }

    @Test
    void segmentsMayEndInACover() throws Exception {
        LogOptions small = LogOptions.DEFAULT.withSegmentBytes(64 << 10);
        for (int i = 0; i < 12; i++) {
            World.run(services -> {
                try (Log log = Log.open(services, disk, LOG, small, ReplayConsumer.NONE)) {
                    for (int k = 0; k < 3; k++) {
                        log.append(1, noise(5_000));
                    }
                }
                return 0;
            });
        }
        assertThat(inspect().records()).isEqualTo(36);
        assertThat(inspect().segments()).isGreaterThan(3);
    }

    @Test
    void aLogFoundWithoutACoverGetsOneAtItsCleanClose() throws Exception {
        life(LogTest.bytes("one"));
        byte[] closed = disk.content(FIRST);
        disk.content(FIRST, Arrays.copyOf(closed, 2 * BLOCK));
        life();
        assertThat(disk.content(FIRST)).hasSize(closed.length);
    }

    @Test
    void aCoverThatCannotBeWrittenHarmsNothing() throws Exception {
        for (DiskCall call : List.of(DiskCall.WRITE, DiskCall.FORCE)) {
            SimDisk faulty = new SimDisk();
            World.run(services -> {
                try (Log log =
                        Log.open(services, faulty, LOG, LogOptions.DEFAULT, ReplayConsumer.NONE)) {
                    log.append(1, LogTest.bytes("one"));
                    faulty.script(DiskScript.always(call, DiskFault.FAIL));
                }
                faulty.script(DiskScript.NONE);
                assertThat(LogTest.replay(services, faulty, LOG)).containsExactly("1:1:one");
                return 0;
            });
        }
    }

    /// All subsets of the sectors of a last batch that had not reached the disk yet.
    @Test
    void aFlushThatWasCutOffIsCutWhateverSectorsArrived() throws Exception {
        life(LogTest.bytes("one"), noise(2_900));
        byte[] whole = Arrays.copyOf(disk.content(FIRST), 3 * BLOCK);
        for (int arrived = 0; arrived < 1 << 6; arrived++) {
            for (boolean grown : new boolean[] {true, false}) {
                byte[] left = Arrays.copyOf(whole, 2 * BLOCK);
                left = grown ? Arrays.copyOf(left, 3 * BLOCK) : left;
                for (int i = 0; i < 6; i++) {
                    if ((arrived & 1 << i) != 0) {
                        int from = 2 * BLOCK + 512 * i;
                        left = Arrays.copyOf(left, Math.max(left.length, from + 512));
                        System.arraycopy(whole, from, left, from, 512);
                    }
                }
                disk.content(FIRST, left);
                RecoveryReport report = inspect();
                boolean all = arrived == (1 << 6) - 1;
                assertThat(report.records()).isEqualTo(all ? 2 : 1);
                assertThat(report.torn()).hasSize(all || arrived == 0 ? 0 : 1);
            }
        }
    }

    @Test
    void aDamagedSegmentOfOneBatchIsNotTakenForOneNeverBorn() throws Exception {
        life(LogTest.bytes("one"));
        byte[] changed = Arrays.copyOf(disk.content(FIRST), 2 * BLOCK);
        changed[8 + SegmentLayout.OFFSET_SEGMENT_ID] ^= 1;
        changed[BLOCK + BatchLayout.OFFSET_COUNT] ^= 1;
        assertDamaged(changed, 0, "both headers");
    }
}
