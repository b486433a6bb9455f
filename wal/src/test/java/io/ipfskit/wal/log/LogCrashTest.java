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

/// Power loss at random points of random work: what was acknowledged is there, nothing was
/// invented, the order holds.
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
            disk = disk.crash(random);
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
