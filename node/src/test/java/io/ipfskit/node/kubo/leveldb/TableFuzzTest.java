package io.ipfskit.node.kubo.leveldb;

import com.code_intelligence.jazzer.junit.FuzzTest;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/// A hostile table is refused by the failure that is declared, or gives keys in order. The blocks
/// of a table stand where the first bytes say; their checksums are made right: no fuzzer guesses
/// them.
class TableFuzzTest {
    private static final int FOOTER = 48;
    private static final int TRAILER = 5;

    @FuzzTest(maxDuration = "20s")
    void aTableIsRefusedOrInOrder(byte[] bytes) throws InterruptedException {
        read(bytes);
        if (bytes.length < 4) {
            return;
        }
        // Two blocks, the second is the index.
        int cut = Math.min(bytes.length, 3 + (bytes[0] & 0xff));
        byte[] file = new byte[bytes.length + 2 * TRAILER + FOOTER];
        ByteBuffer out = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        block(out, bytes, 1, cut - 1, bytes[0] < 0 ? 1 : 0);
        int index = out.position();
        block(out, bytes, cut, bytes.length - cut, 0);
        int end = out.position();
        out.position(end);
        out.put((byte) 0).put((byte) 0);
        varint(out, index);
        varint(out, end - index - TRAILER);
        byte[] table = Arrays.copyOf(file, end + FOOTER);
        ByteBuffer.wrap(table)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(end + 40, 0xdb4775248b80fb57L);
        read(table);
    }

    private static void block(ByteBuffer out, byte[] bytes, int from, int length, int kind) {
        int start = out.position();
        out.put(bytes, from, length).put((byte) kind);
        out.putInt(Fields.checksum(out, start, length + 1));
    }

    private static void varint(ByteBuffer out, int value) {
        int left = value;
        while (left >= 0x80) {
            out.put((byte) (left | 0x80));
            left >>>= 7;
        }
        out.put((byte) left);
    }

    private static void read(byte[] file) throws InterruptedException {
        byte[] prefix = {};
        try (Table table = new Table(null, Bytes.of(file), "fuzz", prefix)) {
            InternalKey before = null;
            while (table.next()) {
                if (before != null && before.compareTo(table.key()) >= 0) {
                    throw new AssertionError("no order");
                }
                before = table.key();
            }
        } catch (LevelDbException refused) {
            if (refused.offset() < 0) {
                throw new AssertionError("no place", refused);
            }
        } catch (IOException other) {
            throw new AssertionError("not declared", other);
        }
    }
}
