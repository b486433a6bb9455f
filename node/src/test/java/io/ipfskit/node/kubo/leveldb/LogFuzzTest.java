package io.ipfskit.node.kubo.leveldb;

import com.code_intelligence.jazzer.junit.FuzzTest;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// A hostile log, its batches, and a hostile manifest are refused by the failure that is declared,
/// or read. Checksums are made right first: no fuzzer guesses them.
@SuppressWarnings("ByteBufferBackingArray") // all buffers are whole arrays
class LogFuzzTest {
    private static final int RECORD_MAX = 1 << 16;
    private static final int HEADER = 7;

    @FuzzTest(maxDuration = "20s")
    void aLogIsRefusedOrRead(byte[] bytes) throws InterruptedException {
        if (bytes.length == 0) {
            return;
        }
        byte[] file = bytes.clone();
        if ((bytes[0] & 1) == 0) {
            repair(file);
        }
        try {
            LogReader log = new LogReader(Bytes.of(file), "fuzz", RECORD_MAX);
            for (ByteBuffer record = log.next(); record != null; record = log.next()) {
                if (record.remaining() > RECORD_MAX) {
                    throw new AssertionError(record.remaining() + " bytes");
                }
            }
            if (log.torn() < 0 || log.torn() > file.length) {
                throw new AssertionError(log.torn() + " torn bytes of " + file.length);
            }
        } catch (LevelDbException refused) {
            requirePlace(refused, file.length);
        } catch (IOException other) {
            throw new AssertionError("not declared", other);
        }
        ByteBuffer record = ByteBuffer.wrap(file);
        try {
            long[] before = {-1};
            WriteBatch.read(
                    record,
                    new Place("fuzz", 0),
                    (key, value) -> {
                        long sequence = key.trailer() >>> 8;
                        if (before[0] >= 0 && sequence != before[0] + 1) {
                            throw new AssertionError("sequence " + sequence);
                        }
                        before[0] = sequence;
                    });
        } catch (LevelDbException refused) {
            requirePlace(refused, file.length);
        }
        try {
            byte[] manifest = chunk(file);
            Version version = Version.read(Bytes.of(manifest), "fuzz");
            if (version.levels().size() > Version.LEVELS_MAX) {
                throw new AssertionError(version.levels().size() + " levels");
            }
        } catch (LevelDbException refused) {
            requirePlace(refused, file.length + HEADER);
        } catch (IOException other) {
            throw new AssertionError("not declared", other);
        }
    }

    private static void requirePlace(LevelDbException refused, int length) {
        if (refused.offset() < 0 || refused.offset() > length) {
            throw new AssertionError("a place outside", refused);
        }
    }

    /// The bytes as the one record of a log.
    private static byte[] chunk(byte[] bytes) {
        int length = Math.min(bytes.length, LogReader.BLOCK - HEADER);
        ByteBuffer chunk = LevelDbWriter.little(HEADER + length);
        chunk.putShort(4, (short) length).put(6, (byte) 1).put(HEADER, bytes, 0, length);
        return chunk.putInt(0, Fields.checksum(chunk, 6, 1 + length)).array();
    }

    /// Puts the right checksums where chunks are.
    private static void repair(byte[] file) {
        ByteBuffer all = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        int at = 0;
        while (at + HEADER <= file.length) {
            int length = Short.toUnsignedInt(all.getShort(at + 4));
            if (at + HEADER + length > file.length) {
                return;
            }
            if (all.get(at + 6) != 0) {
                all.putInt(at, Fields.checksum(all, at + 6, 1 + length));
            }
            at += HEADER + length;
        }
    }
}
