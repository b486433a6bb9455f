package io.ipfskit.wal.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipfskit.anyio.CancelScope;
import io.ipfskit.anyio.Disk;
import io.ipfskit.anyio.TaskGroup;
import io.ipfskit.anyio.sim.SimDisk;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

class LogTest {
    @TempDir Path folder;

    private final Disk disk = Disk.real();

    static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    static List<String> replay(TaskGroup services, Disk disk, Path directory) throws Exception {
        List<String> records = new ArrayList<>();
        Log.open(
                        services,
                        disk,
                        directory,
                        LogOptions.DEFAULT,
                        (seq, type, payload) ->
                                records.add(
                                        seq
                                                + ":"
                                                + type
                                                + ":"
                                                + StandardCharsets.UTF_8.decode(payload)))
                .close();
        return records;
    }

    @Test
    void recordsComeBackInOrderAfterReopening() throws Exception {
        World.run(services -> {
            try (Log log =
                    Log.open(
                            services,
                            disk,
                            folder.resolve("a/log"),
                            LogOptions.DEFAULT,
                            ReplayConsumer.NONE)) {
                assertThat(log.append(1, bytes("one"))).isEqualTo(1);
                assertThat(log.append(255, bytes(""))).isEqualTo(2);
                assertThat(log.append(3, bytes("three"), Ack.BUFFERED)).isEqualTo(3);
            }
            assertThat(replay(services, disk, folder.resolve("a/log")))
                    .containsExactly("1:1:one", "2:255:", "3:3:three");
            return 0;
        });
    }

    @Test
    void numbersAndEpochsGoOnAcrossOpenings() throws Exception {
        World.run(services -> {
            for (int i = 1; i <= 5; i++) {
                try (Log log =
                        Log.open(services, disk, folder, LogOptions.DEFAULT, ReplayConsumer.NONE)) {
                    assertThat(log.append(1, bytes("r" + i))).isEqualTo(i);
                    assertThat(log.statistics().epoch()).isEqualTo(i);
                    assertThat(log.recovery().lastSeq()).isEqualTo(i - 1);
                }
            }
            return 0;
        });
    }

    @Test
    void manyWritersShareFlushes() throws Exception {
        World.run(services -> {
            try (Log log =
                    Log.open(services, disk, folder, LogOptions.DEFAULT, ReplayConsumer.NONE)) {
                List<Integer> numbers = new ArrayList<>();
                for (int i = 0; i < 500; i++) {
                    numbers.add(i);
                }
                Set<Long> seqs =
                        new HashSet<>(
                                TaskGroup.map(
                                        numbers, 64, i -> log.append(1, bytes("record " + i))));
                assertThat(seqs).hasSize(500).contains(1L, 500L);
                assertThat(log.statistics().records()).isEqualTo(500);
                assertThat(log.statistics().batches()).isLessThan(400);
            }
            assertThat(replay(services, disk, folder)).hasSize(500);
            return 0;
        });
    }

    @Test
    void aFullSegmentIsFollowedByAnother() throws Exception {
        World.run(services -> {
            LogOptions small = LogOptions.DEFAULT.withSegmentBytes(64 << 10);
            try (Log log = Log.open(services, disk, folder, small, ReplayConsumer.NONE)) {
                for (int i = 0; i < 50; i++) {
                    log.append(1, ByteBuffer.allocate(5000));
                }
                assertThat(log.statistics().segments()).isGreaterThan(5);
            }
            List<Long> seqs = new ArrayList<>();
            try (Log log = Log.open(services, disk, folder, small, (seq, _, _) -> seqs.add(seq))) {
                assertThat(log.append(1, bytes("next"))).isEqualTo(51);
            }
            assertThat(seqs).hasSize(50).isSorted();
            return 0;
        });
    }

    @Test
    void aRecordMayBeLargerThanABatch() throws Exception {
        World.run(services -> {
            LogOptions options =
                    new LogOptions(64 << 20, 8 << 20, 4096, LogOptions.OnDamage.REFUSE);
            try (Log log = Log.open(services, disk, folder, options, ReplayConsumer.NONE)) {
                log.append(1, ByteBuffer.allocate(8 << 20));
                log.append(1, bytes("small"));
                assertThatThrownBy(() -> log.append(1, ByteBuffer.allocate((8 << 20) + 1)))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("at most 8388608 bytes, was 8388609");
            }
            assertThat(Log.inspect(disk, folder, ReplayConsumer.NONE).records()).isEqualTo(2);
            return 0;
        });
    }

    @Test
    void aSecondOpeningIsRefusedWithTheOwner() throws Exception {
        World.run(services -> {
            try (Log log =
                    Log.open(services, disk, folder, LogOptions.DEFAULT, ReplayConsumer.NONE)) {
                assertThatThrownBy(() ->
                                Log.open(
                                        services,
                                        disk,
                                        folder,
                                        LogOptions.DEFAULT,
                                        ReplayConsumer.NONE))
                        .isInstanceOf(LogLocked.class)
                        .hasMessageContaining("process " + ProcessHandle.current().pid());
                log.append(1, bytes("still works"));
            }
            return 0;
        });
    }

    @Test
    void aClosedLogRefusesRecords() throws Exception {
        World.run(services -> {
            Log log = Log.open(services, disk, folder, LogOptions.DEFAULT, ReplayConsumer.NONE);
            log.close();
            log.close();
            assertThatThrownBy(() -> log.append(1, bytes("late"))).isInstanceOf(LogClosed.class);
            return 0;
        });
    }

    @Test
    void leavingTheGroupFlushesWhatWasAccepted() throws Exception {
        World.run(outer -> {
            TaskGroup.open(services -> {
                Log log = Log.open(services, disk, folder, LogOptions.DEFAULT, ReplayConsumer.NONE);
                return log.append(1, bytes("accepted"), Ack.BUFFERED);
            });
            assertThat(Log.inspect(disk, folder, ReplayConsumer.NONE).records()).isEqualTo(1);
            return 0;
        });
    }

    @Test
    void aCancelledAppendHarmsNobodyElse() throws Exception {
        World.run(services -> {
            try (Log log =
                    Log.open(services, disk, folder, LogOptions.DEFAULT, ReplayConsumer.NONE)) {
                CancelScope.run(scope -> {
                    scope.cancel("test");
                    return log.append(1, bytes("cancelled"));
                });
                log.append(1, bytes("after"));
            }
            assertThat(Log.inspect(disk, folder, ReplayConsumer.NONE).records()).isBetween(1L, 2L);
            return 0;
        });
    }

    @Test
    void aNewerFormatIsRefusedByNumber() throws Exception {
        SimDisk memory = new SimDisk();
        Path directory = Path.of("/log");
        World.run(services -> {
            try (Log log =
                    Log.open(
                            services, memory, directory, LogOptions.DEFAULT, ReplayConsumer.NONE)) {
                log.append(1, bytes("x"));
            }
            Path segment = directory.resolve("segments").resolve(Recovery.name(1));
            byte[] content = memory.content(segment);
            content[SegmentLayout.OFFSET_VERSION] = 9;
            memory.content(segment, content);
            assertThatThrownBy(() ->
                            Log.open(
                                    services,
                                    memory,
                                    directory,
                                    LogOptions.DEFAULT,
                                    ReplayConsumer.NONE))
                    .isInstanceOf(LogVersionUnsupported.class)
                    .hasMessageContaining("version 9")
                    .hasMessageContaining("up to 1");
            return 0;
        });
    }
}
