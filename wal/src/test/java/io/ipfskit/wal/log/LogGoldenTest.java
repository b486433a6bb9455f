package io.ipfskit.wal.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipfskit.anyio.sim.SimDisk;

import org.junit.jupiter.api.Test;

import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/// The log format, version 1, in committed bytes. A change here is a new format version with a
/// migration.
class LogGoldenTest {
    private static final Path LOG = Path.of("/log");
    private static final Path SEGMENT = LOG.resolve("segments").resolve(Recovery.name(1));

    private static byte[] golden() throws Exception {
        try (InputStream in =
                Objects.requireNonNull(
                        LogGoldenTest.class.getResourceAsStream("/golden/log-v1.wal"))) {
            return in.readAllBytes();
        }
    }

    @Test
    void theWriterStillWritesTheseBytes() throws Exception {
        SimDisk disk = new SimDisk();
        World.run(services -> {
            try (Log log = Log.open(services, disk, LOG, LogOptions.DEFAULT, ReplayConsumer.NONE)) {
                log.append(1, LogTest.bytes("first"));
                log.append(2, LogTest.bytes(""));
                log.append(200, LogTest.bytes("third"));
                assertThat(disk.content(SEGMENT)).isEqualTo(golden());
            }
            return 0;
        });
    }

    @Test
    void theCoverOfACleanCloseStillHasTheseBytes() throws Exception {
        SimDisk disk = new SimDisk();
        World.run(services -> {
            DurableDirectories.create(disk, LOG.resolve("segments"), 0700);
            disk.content(SEGMENT, golden());
            LogTest.replay(services, disk, LOG);
            return 0;
        });
        byte[] closed = disk.content(SEGMENT);
        int end = golden().length;
        assertThat(Arrays.copyOf(closed, end)).isEqualTo(golden());
        assertThat(closed).hasSize(end + 4096);
        assertThat(HexFormat.of().formatHex(closed, end, end + 64))
                .isEqualTo(
                        "494b5742ad1654ed010000000000000002000000000000000300000000000000"
                            + "0400000000000000030000000000000000000000000000000000000000000000");
        assertThat(Arrays.copyOfRange(closed, end + 64, end + 4096)).containsOnly(0);
    }

    @Test
    void theReaderStillReadsThem() throws Exception {
        SimDisk disk = new SimDisk();
        World.run(services -> {
            DurableDirectories.create(disk, LOG.resolve("segments"), 0700);
            disk.content(SEGMENT, golden());
            assertThat(LogTest.replay(services, disk, LOG))
                    .containsExactly("1:1:first", "2:2:", "3:200:third");
            return 0;
        });
    }

    @Test
    void theFieldsStandWhereTheLayoutsSay() throws Exception {
        ByteBuffer bytes = ByteBuffer.wrap(golden());
        HexFormat hex = HexFormat.of();
        List<String> lines = new ArrayList<>();
        for (int[] part : new int[][] {{0, 64}, {4096, 64}, {4160, 22}}) {
            byte[] slice = new byte[part[1]];
            bytes.get(part[0], slice);
            lines.add(hex.formatHex(slice));
        }
        assertThat(String.join("\n", lines))
                .isEqualTo(
                        """
                        495046534b57414c010000000010000001000000000000000100000000000000010000000000000000000000000000000a6a8b5d000000000000000000000000
                        494b57424c8898a80100000000000000010000000000000000000000010000000100000000000000000000000000000016000000000000000000000000000000
                        05000000ab711e1a0100000000000000016669727374\
                        """);
    }
}
