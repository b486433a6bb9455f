package io.ipfskit.wal.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipfskit.anyio.TaskGroup;
import io.ipfskit.wal.log.MemoryDisk.Mutant;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/// Kills and power losses at random points of random work: what was acknowledged is there, nothing
/// was invented, the order holds.
class LogCrashTest {
    private static final Path LOG = Path.of("/data/log");
    private static final int SEEDS = 200;

    private static byte[] payload(long id, int size) {
        ByteBuffer bytes = ByteBuffer.allocate(8 + size);
        bytes.putLong(id);
        new Random(id).ints(size, 0, 256).forEach(b -> bytes.put((byte) b));
        return bytes.array();
    }

    /// Runs one world; returns what is wrong, or null.
    private static @Nullable String world(long seed, Mutant mutant, Ack ack) throws Exception {
        Random random = new Random(seed);
        MemoryDisk disk = new MemoryDisk();
        disk.mutant(mutant);
        Map<Long, byte[]> submitted = new ConcurrentHashMap<>();
        Map<Long, Long> acknowledged = new ConcurrentHashMap<>();
        LogOptions options =
                new LogOptions(64 << 10, 64 << 10, 16 << 10, LogOptions.OnDamage.REFUSE);
        for (int life = 0; life < 3; life++) {
            long crashAt = disk.calls() + 5 + random.nextInt(120);
            int sizes = 1 << random.nextInt(14);
            MemoryDisk now = disk;
            List<String> wrong = new ArrayList<>();
            int generation = life;
            World.run(services -> {
                Map<Long, byte[]> found = new TreeMap<>();
                try (Log log =
                        Log.open(
                                services,
                                now,
                                LOG,
                                options,
                                (seq, _, payload) -> {
                                    byte[] bytes = new byte[payload.remaining()];
                                    payload.get(bytes);
                                    found.put(seq, bytes);
                                })) {
                    check(found, submitted, acknowledged, wrong);
                    now.fault((_, _) -> {
                        if (now.calls() > crashAt) {
                            throw new IOException("power is gone");
                        }
                    });
                    List<Integer> writers = List.of(0, 1, 2, 3, 4, 5, 6, 7);
                    TaskGroup.map(
                            writers,
                            8,
                            w -> {
                                try {
                                    for (int i = 0; i < 25; i++) {
                                        long id = generation * 1_000_000L + w * 1000 + i;
                                        byte[] bytes = payload(id, (int) (id * 7919 % sizes));
                                        submitted.put(id, bytes);
                                        acknowledged.put(
                                                log.append(1, ByteBuffer.wrap(bytes), ack), id);
                                    }
                                } catch (IOException e) {
                                    return String.valueOf(e.getMessage());
                                }
                                return "all";
                            });
                } catch (LogDamaged e) {
                    wrong.add(e.getMessage());
                }
                return 0;
            });
            if (!wrong.isEmpty()) {
                return wrong.getFirst();
            }
            if (random.nextBoolean()) {
                disk.kill();
            } else {
                disk = disk.crash(random);
            }
            disk.mutant(mutant);
        }
        return null;
    }

    private static void check(
            Map<Long, byte[]> found,
            Map<Long, byte[]> submitted,
            Map<Long, Long> acknowledged,
            List<String> wrong) {
        acknowledged.forEach((seq, id) -> {
            byte[] bytes = found.get(seq);
            if (bytes == null || ByteBuffer.wrap(bytes).getLong() != id) {
                wrong.add("acknowledged record " + seq + " is lost");
            }
        });
        found.forEach((seq, bytes) -> {
            byte[] original = submitted.get(ByteBuffer.wrap(bytes).getLong());
            if (original == null || !java.util.Arrays.equals(original, bytes)) {
                wrong.add("record " + seq + " was never submitted");
            }
        });
    }

    @Test
    void nothingAcknowledgedIsLostAndNothingInvented() throws Exception {
        for (long seed = 0; seed < SEEDS; seed++) {
            assertThat(world(seed, Mutant.NONE, Ack.SYNCED)).as("seed %d", seed).isNull();
        }
    }

    /// Power loss before each single call to the disk, from the first opening to the clean close of
    /// the second one, with many choices of what had reached the disk.
    @Test
    void everyPointOfTwoLivesIsAGoodPointToLosePower() throws Exception {
        long calls = twoLives(new MemoryDisk(), Long.MAX_VALUE, new TreeMap<>()).calls();
        assertThat(calls).isBetween(20L, 200L);
        for (long last = 0; last <= calls; last++) {
            Map<Long, Long> acknowledged = new TreeMap<>();
            MemoryDisk disk = twoLives(new MemoryDisk(), last, acknowledged);
            for (long seed = 0; seed < 40; seed++) {
                MemoryDisk after = disk.crash(new Random(seed));
                assertHolds(after, acknowledged, "call %d, seed %d".formatted(last, seed));
            }
        }
    }

    /// A process killed before each single call; the next one acknowledges a record; then the power
    /// is lost. What the killed one left unsynced must not carry what the next one acknowledges.
    @Test
    void whatIsAcknowledgedAfterAKillSurvivesAPowerLossToo() throws Exception {
        long calls = twoLives(new MemoryDisk(), Long.MAX_VALUE, new TreeMap<>()).calls();
        for (long last = 0; last <= calls; last++) {
            Map<Long, Long> acknowledged = new TreeMap<>();
            MemoryDisk disk = twoLives(new MemoryDisk(), last, acknowledged);
            disk.kill();
            List<MemoryDisk> lost = new ArrayList<>();
            World.run(services -> {
                try (Log log =
                        Log.open(services, disk, LOG, LogOptions.DEFAULT, ReplayConsumer.NONE)) {
                    acknowledged.put(log.append(1, ByteBuffer.wrap(payload(98, 900))), 98L);
                    for (long seed = 0; seed < 40; seed++) {
                        lost.add(disk.crash(new Random(seed)));
                    }
                }
                return 0;
            });
            for (MemoryDisk after : lost) {
                assertHolds(after, acknowledged, "killed at call " + last);
            }
        }
    }

    private static void assertHolds(MemoryDisk disk, Map<Long, Long> acknowledged, String where)
            throws Exception {
        Map<Long, Long> found = new TreeMap<>();
        World.run(services -> {
            try (Log log =
                    Log.open(
                            services,
                            disk,
                            LOG,
                            LogOptions.DEFAULT,
                            (seq, _, payload) -> found.put(seq, payload.getLong()))) {
                found.put(log.append(1, ByteBuffer.wrap(payload(99, 900))), 99L);
            }
            return 0;
        });
        assertThat(found).as(where).containsAllEntriesOf(acknowledged);
        assertThat(found.values()).as(where).isSubsetOf(1L, 2L, 3L, 4L, 98L, 99L);
    }

    private static MemoryDisk twoLives(MemoryDisk disk, long last, Map<Long, Long> acknowledged)
            throws Exception {
        disk.fault((_, _) -> {
            if (disk.calls() > last) {
                throw new IOException("power is gone");
            }
        });
        World.run(services -> {
            for (long life = 0; life < 2; life++) {
                try (Log log =
                        Log.open(services, disk, LOG, LogOptions.DEFAULT, ReplayConsumer.NONE)) {
                    for (long id = 2 * life + 1; id <= 2 * life + 2; id++) {
                        byte[] bytes = payload(id, (int) id * 700);
                        acknowledged.put(log.append(1, ByteBuffer.wrap(bytes)), id);
                    }
                } catch (IOException e) {
                    assertThat(e).isNotInstanceOf(LogDamaged.class);
                    return 0;
                }
            }
            return 0;
        });
        return disk;
    }

    @ParameterizedTest
    @EnumSource(
            value = Mutant.class,
            names = {"FORCE_DOES_NOTHING", "DIRECTORY_FORCE_DOES_NOTHING"})
    void aDiskThatDropsSyncsIsCaught(Mutant mutant) throws Exception {
        assertThat(isCaught(mutant, Ack.SYNCED)).isTrue();
    }

    @Test
    void anAcknowledgementBeforeTheSyncIsCaught() throws Exception {
        assertThat(isCaught(Mutant.NONE, Ack.WRITTEN)).isTrue();
    }

    private static boolean isCaught(Mutant mutant, Ack ack) throws Exception {
        for (long seed = 0; seed < SEEDS; seed++) {
            if (world(seed, mutant, ack) != null) {
                return true;
            }
        }
        return false;
    }
}
