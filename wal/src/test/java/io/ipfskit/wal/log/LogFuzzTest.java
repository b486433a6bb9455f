package io.ipfskit.wal.log;

import com.code_intelligence.jazzer.junit.FuzzTest;

import io.ipfskit.anyio.sim.SimDisk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/// A segment of hostile bytes is read, or refused as damaged. What is read stays, and goes on.
class LogFuzzTest {
    private static final Path LOG = Path.of("/log");
    private static final Path FIRST = LOG.resolve("segments").resolve(Recovery.name(1));

    @FuzzTest(maxDuration = "20s")
    void aSegmentIsReadOrRefused(byte[] bytes) throws Exception {
        SimDisk disk = new SimDisk();
        disk.content(FIRST, spread(bytes));
        RecoveryReport report;
        try {
            report = World.inspect(disk, LOG, ReplayConsumer.NONE);
        } catch (LogDamaged | LogVersionUnsupported refused) {
            return;
        }
        World.run(services -> {
            try (Log log = Log.open(services, disk, LOG, LogOptions.DEFAULT, ReplayConsumer.NONE)) {
                if (log.recovery().records() != report.records()) {
                    throw new AssertionError("opening found other records than looking");
                }
                log.append(1, ByteBuffer.allocate(3));
            } catch (IOException e) {
                throw new AssertionError("readable, but does not open", e);
            }
            return 0;
        });
        RecoveryReport again = World.inspect(disk, LOG, ReplayConsumer.NONE);
        if (again.records() != report.records() + 1 || !again.torn().isEmpty()) {
            throw new AssertionError("found " + again + " after " + report);
        }
    }

    /// Lays pieces of 96 bytes out as blocks of a segment. The first byte of each says whether its
    /// checksums are made right, since no fuzzer finds those.
    private static byte[] spread(byte[] input) {
        int pieces = Math.min(8, (input.length + 95) / 96);
        ByteBuffer segment =
                ByteBuffer.allocate(pieces * SegmentLayout.BLOCK).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < pieces; i++) {
            int length = Math.min(95, input.length - i * 96 - 1);
            int at = i * SegmentLayout.BLOCK;
            segment.put(at, input, i * 96 + 1, Math.max(0, length));
            byte seal = input[i * 96];
            if ((seal & 1) != 0 && i == 0) {
                segment.putInt(SegmentLayout.OFFSET_CRC, crc(segment, 0, 48));
            }
            if ((seal & 2) != 0 && i > 0) {
                sealFrame(segment, at);
                segment.putInt(
                        at + BatchLayout.OFFSET_CRC,
                        crc(segment, at + BatchLayout.OFFSET_SEGMENT_ID, 56));
            }
        }
        return segment.array();
    }

    private static void sealFrame(ByteBuffer segment, int at) {
        int frame = at + BatchLayout.SIZE;
        int length = segment.getInt(frame);
        if (length >= 0 && length < SegmentLayout.BLOCK - BatchLayout.SIZE - FrameLayout.SIZE) {
            int crc =
                    new FrameLayout.Checksum()
                            .of(
                                    segment.getLong(at + BatchLayout.OFFSET_SEGMENT_ID),
                                    segment.getLong(frame + FrameLayout.OFFSET_SEQ),
                                    segment.get(frame + FrameLayout.OFFSET_TYPE),
                                    segment.slice(frame + FrameLayout.OFFSET_PAYLOAD, length));
            segment.putInt(frame + FrameLayout.OFFSET_CRC, crc);
        }
    }

    private static int crc(ByteBuffer bytes, int from, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes.slice(from, length));
        return (int) crc.getValue();
    }
}
