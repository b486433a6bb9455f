package io.ipfskit.node.kubo.leveldb;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/// Writes the files of a database as the public descriptions say, for tests.
@SuppressWarnings("ByteBufferBackingArray") // all buffers are whole arrays
final class LevelDbWriter {
    private static final int RESTART_INTERVAL = 4;

    private LevelDbWriter() {}

    /// A change of a batch; a null value deletes.
    record Change(String key, @SuppressWarnings("ArrayRecordComponent") byte @Nullable [] value) {}

    static ByteBuffer little(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    static void varint(ByteArrayOutputStream out, long value) {
        long left = value;
        while (left >= 0x80) {
            out.write((int) (left & 0x7f) | 0x80);
            left >>>= 7;
        }
        out.write((int) left);
    }

    private static void prefixed(ByteArrayOutputStream out, byte[] bytes) {
        varint(out, bytes.length);
        out.writeBytes(bytes);
    }

    static byte[] internal(InternalKey key) {
        return little(key.user().length + 8).put(key.user()).putLong(key.trailer()).array();
    }

    static byte[] batch(long sequence, List<Change> changes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(little(12).putLong(sequence).putInt(changes.size()).array());
        for (Change change : changes) {
            byte[] value = change.value();
            out.write(value == null ? 0 : 1);
            prefixed(out, change.key().getBytes(StandardCharsets.UTF_8));
            if (value != null) {
                prefixed(out, value);
            }
        }
        return out.toByteArray();
    }

    static byte[] log(List<byte[]> records) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] record : records) {
            int at = 0;
            boolean begun = false;
            do {
                int room = LogReader.BLOCK - out.size() % LogReader.BLOCK;
                if (room < 7) {
                    out.writeBytes(new byte[room]);
                    continue;
                }
                int part = Math.min(room - 7, record.length - at);
                boolean last = at + part == record.length;
                int type = begun ? (last ? 4 : 3) : last ? 1 : 2;
                ByteBuffer chunk = little(7 + part);
                chunk.position(6).put((byte) type).put(record, at, part);
                chunk.putInt(0, Fields.checksum(chunk, 6, 1 + part)).putShort(4, (short) part);
                out.writeBytes(chunk.array());
                at += part;
                begun = true;
                if (last) {
                    break;
                }
            } while (true);
        }
        return out.toByteArray();
    }

    private static byte[] block(List<Map.Entry<byte[], byte[]>> entries) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        List<Integer> restarts = new ArrayList<>();
        byte[] before = {};
        for (int i = 0; i < entries.size(); i++) {
            byte[] key = entries.get(i).getKey();
            int shared = 0;
            if (i % RESTART_INTERVAL == 0) {
                restarts.add(out.size());
            } else {
                int mismatch = Arrays.mismatch(before, key);
                shared = mismatch < 0 ? key.length : mismatch;
            }
            varint(out, shared);
            varint(out, key.length - shared);
            varint(out, entries.get(i).getValue().length);
            out.write(key, shared, key.length - shared);
            out.writeBytes(entries.get(i).getValue());
            before = key;
        }
        if (restarts.isEmpty()) {
            restarts.add(0);
        }
        ByteBuffer tail = little(4 * restarts.size() + 4);
        restarts.forEach(tail::putInt);
        out.writeBytes(tail.putInt(restarts.size()).array());
        return out.toByteArray();
    }

    /// As literals of at most 100 bytes, but for runs of one byte, which are copies.
    static byte[] snappy(byte[] plain) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        varint(out, plain.length);
        int at = 0;
        while (at < plain.length) {
            int run = at == 0 ? 0 : run(plain, at);
            if (run >= 4) {
                out.write((run - 1) << 2 | 2);
                out.write(1);
                out.write(0);
                at += run;
                continue;
            }
            int size = 1;
            while (size < 100 && at + size < plain.length && run(plain, at + size) < 4) {
                size++;
            }
            if (size <= 60) {
                out.write((size - 1) << 2);
            } else {
                out.write(60 << 2);
                out.write(size - 1);
            }
            out.write(plain, at, size);
            at += size;
        }
        return out.toByteArray();
    }

    /// How many bytes from `at` are the one before, at most 64.
    private static int run(byte[] plain, int at) {
        int count = 0;
        while (count < 64 && at + count < plain.length && plain[at + count] == plain[at - 1]) {
            count++;
        }
        return count;
    }

    private static byte[] append(ByteArrayOutputStream file, byte[] block, boolean snappy) {
        byte[] stored = snappy ? snappy(block) : block;
        ByteArrayOutputStream handle = new ByteArrayOutputStream();
        varint(handle, file.size());
        varint(handle, stored.length);
        ByteBuffer out = little(stored.length + 5).put(stored).put((byte) (snappy ? 1 : 0));
        file.writeBytes(out.putInt(Fields.checksum(out, 0, stored.length + 1)).array());
        return handle.toByteArray();
    }

    static byte[] table(SortedMap<InternalKey, byte[]> entries, int perBlock, boolean snappy) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        List<Map.Entry<byte[], byte[]>> index = new ArrayList<>();
        List<Map.Entry<byte[], byte[]>> block = new ArrayList<>();
        int left = entries.size();
        for (var entry : entries.entrySet()) {
            byte[] key = internal(entry.getKey());
            block.add(Map.entry(key, entry.getValue()));
            left--;
            if (block.size() == perBlock || left == 0) {
                index.add(Map.entry(key, append(file, block(block), snappy)));
                block.clear();
            }
        }
        byte[] meta = append(file, block(List.of()), false);
        byte[] indexAt = append(file, block(index), snappy);
        ByteBuffer footer = little(48).put(meta).put(indexAt);
        footer.putLong(40, 0xdb4775248b80fb57L);
        file.writeBytes(footer.array());
        return file.toByteArray();
    }

    /// A record of a manifest.
    static final class Edit {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        Edit comparator(String name) {
            varint(out, 1);
            prefixed(out, name.getBytes(StandardCharsets.UTF_8));
            return this;
        }

        Edit number(int field, long value) {
            varint(out, field);
            varint(out, value);
            return this;
        }

        Edit add(int level, long number, long size, InternalKey smallest, InternalKey largest) {
            varint(out, 7);
            varint(out, level);
            varint(out, number);
            varint(out, size);
            prefixed(out, internal(smallest));
            prefixed(out, internal(largest));
            return this;
        }

        Edit remove(int level, long number) {
            varint(out, 6);
            varint(out, level);
            varint(out, number);
            return this;
        }

        byte[] bytes() {
            return out.toByteArray();
        }
    }

    /// An edit that tells all that must be told.
    static Edit whole(long logNumber) {
        return new Edit()
                .comparator("leveldb.BytewiseComparator")
                .number(2, logNumber)
                .number(3, 100)
                .number(4, 1_000_000);
    }
}
