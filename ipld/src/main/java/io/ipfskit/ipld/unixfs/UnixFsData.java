package io.ipfskit.ipld.unixfs;

import io.ipfskit.ipld.internal.Protobuf;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;

/// The protobuf message in the data field of a dag-pb node that makes it a UnixFS node.
///
/// ```text
/// message Data { required DataType Type = 1; optional bytes Data = 2; optional uint64 filesize = 3;
///                repeated uint64 blocksizes = 4; optional uint64 hashType = 5; optional uint64 fanout = 6;
///                optional uint32 mode = 7; optional UnixTime mtime = 8; }
/// message UnixTime { required int64 Seconds = 1; optional fixed32 FractionalNanoseconds = 2; }
/// ```
///
/// Reading takes fields in any order and skips unknown ones, as all nodes do; writing has one form.
///
/// @param type what the node is
/// @param data its own bytes: file content, target of a symbolic link, bitfield of a shard; `null`
///   if absent
/// @param fileSize size of the file in bytes, [#ABSENT] if absent
/// @param blockSizes bytes of the file below each link
/// @param hashType hash function of a shard, [#ABSENT] if absent
/// @param fanout width of a shard, [#ABSENT] if absent
/// @param attributes POSIX attributes
@SuppressWarnings(
        "ArrayRecordComponent") // a wire record: compared by its encoding, never used as a key
public record UnixFsData(
        DataType type,
        @Nullable ByteBuffer data,
        long fileSize,
        long[] blockSizes,
        long hashType,
        long fanout,
        Attributes attributes) {
    /// The message has no such field.
    public static final long ABSENT = -1;

    private static final long[] NO_SIZES = {};

    /// A file or a part of one, with its own bytes (if it is a leaf) or the sizes below its links.
    public static UnixFsData file(
            @Nullable ByteBuffer data, long fileSize, long[] blockSizes, Attributes attributes) {
        return new UnixFsData(
                DataType.FILE, data, fileSize, blockSizes, ABSENT, ABSENT, attributes);
    }

    /// A leaf of a file as older importers wrote it, and trickle layouts still have it.
    public static UnixFsData raw(@Nullable ByteBuffer data, long fileSize) {
        return new UnixFsData(
                DataType.RAW, data, fileSize, NO_SIZES, ABSENT, ABSENT, Attributes.NONE);
    }

    /// A directory in one block.
    public static UnixFsData directory(Attributes attributes) {
        return new UnixFsData(
                DataType.DIRECTORY, null, ABSENT, NO_SIZES, ABSENT, ABSENT, attributes);
    }

    /// A symbolic link. Only the time is kept of the attributes, as Kubo does.
    public static UnixFsData symlink(ByteBuffer target, Attributes attributes) {
        return new UnixFsData(
                DataType.SYMLINK,
                target,
                ABSENT,
                NO_SIZES,
                ABSENT,
                ABSENT,
                new Attributes(0, attributes.mtime()));
    }

    /// A shard of a directory.
    public static UnixFsData shard(
            ByteBuffer bitfield, long hashType, int fanout, Attributes attributes) {
        return new UnixFsData(
                DataType.HAMT_SHARD, bitfield, ABSENT, NO_SIZES, hashType, fanout, attributes);
    }

    /// The number of bytes of [#writeTo].
    public int encodedSize() {
        int size = 2;
        if (data != null) {
            size += Protobuf.sizeOfBytes(data.remaining());
        }
        size += optional(fileSize);
        for (long blockSize : blockSizes) {
            size += 1 + Protobuf.sizeOf(blockSize);
        }
        size += optional(hashType) + optional(fanout);
        if (attributes.mode() != 0) {
            size += 1 + Protobuf.sizeOf(attributes.mode());
        }
        if (attributes.mtime() != null) {
            size += Protobuf.sizeOfBytes(timeSize(attributes.mtime()));
        }
        return size;
    }

    private static int optional(long value) {
        return value == ABSENT ? 0 : 1 + Protobuf.sizeOf(value);
    }

    private static int timeSize(Instant time) {
        return 1 + Protobuf.sizeOf(time.getEpochSecond()) + (time.getNano() == 0 ? 0 : 5);
    }

    /// Writes the message.
    public void writeTo(ByteBuffer out) {
        Protobuf.writeVarintField(out, 1, type.number());
        if (data != null) {
            Protobuf.writeBytesHeader(out, 2, data.remaining());
            out.put(data.duplicate());
        }
        writeOptional(out, 3, fileSize);
        for (long blockSize : blockSizes) {
            Protobuf.writeVarintField(out, 4, blockSize);
        }
        writeOptional(out, 5, hashType);
        writeOptional(out, 6, fanout);
        if (attributes.mode() != 0) {
            Protobuf.writeVarintField(out, 7, attributes.mode());
        }
        Instant mtime = attributes.mtime();
        if (mtime != null) {
            Protobuf.writeBytesHeader(out, 8, timeSize(mtime));
            int nanos = mtime.getNano();
            Protobuf.writeVarintField(out, 1, mtime.getEpochSecond());
            if (nanos != 0) {
                out.put((byte) (2 << 3 | Protobuf.FIXED32));
                out.putInt(Integer.reverseBytes(nanos));
            }
        }
    }

    private static void writeOptional(ByteBuffer out, int field, long value) {
        if (value != ABSENT) {
            Protobuf.writeVarintField(out, field, value);
        }
    }

    /// The message as a new buffer.
    public ByteBuffer encode() {
        ByteBuffer out = ByteBuffer.allocate(encodedSize());
        writeTo(out);
        return out.flip();
    }

    /// Reads the message; its bytes are views of the input.
    ///
    /// @throws IllegalArgumentException if it is malformed
    public static UnixFsData decode(ByteBuffer bytes) {
        try {
            return new Reader().read(bytes.slice());
        } catch (Protobuf.Malformed e) {
            throw new IllegalArgumentException("not UnixFS data: " + e.getMessage(), e);
        }
    }

    private static final class Reader {
        private @Nullable DataType type;
        private @Nullable ByteBuffer data;
        private long fileSize = ABSENT;
        private long[] blockSizes = NO_SIZES;
        private int blockCount;
        private long hashType = ABSENT;
        private long fanout = ABSENT;
        private int mode;
        private @Nullable Instant mtime;

        UnixFsData read(ByteBuffer in) throws Protobuf.Malformed {
            while (in.hasRemaining()) {
                int tag = Protobuf.readTag(in, false);
                switch (tag) {
                    case 1 << 3 | Protobuf.VARINT -> type = type(Protobuf.readVarint(in, false));
                    case 2 << 3 | Protobuf.BYTES -> data = Protobuf.readBytes(in, false);
                    case 3 << 3 | Protobuf.VARINT -> fileSize = size(in, "file size");
                    case 4 << 3 | Protobuf.VARINT -> addBlockSize(size(in, "block size"));
                    case 4 << 3 | Protobuf.BYTES -> {
                        ByteBuffer packed = Protobuf.readBytes(in, false);
                        while (packed.hasRemaining()) {
                            addBlockSize(size(packed, "block size"));
                        }
                    }
                    case 5 << 3 | Protobuf.VARINT -> hashType = size(in, "hash type");
                    case 6 << 3 | Protobuf.VARINT -> fanout = size(in, "fanout");
                    // the upper bits of the mode are reserved: not ours to interpret
                    case 7 << 3 | Protobuf.VARINT ->
                            mode = (int) Protobuf.readVarint(in, false) & 0xfff;
                    case 8 << 3 | Protobuf.BYTES -> mtime = time(Protobuf.readBytes(in, false));
                    default -> Protobuf.skip(in, tag);
                }
            }
            if (type == null) {
                throw new Protobuf.Malformed("the type is missing");
            }
            return new UnixFsData(
                    type,
                    data,
                    fileSize,
                    Arrays.copyOf(blockSizes, blockCount),
                    hashType,
                    fanout,
                    new Attributes(mode, mtime));
        }

        private static DataType type(long number) throws Protobuf.Malformed {
            DataType type = DataType.ofNumber(number);
            if (type == null) {
                throw new Protobuf.Malformed("unknown type " + number);
            }
            return type;
        }

        private static long size(ByteBuffer in, String what) throws Protobuf.Malformed {
            long value = Protobuf.readVarint(in, false);
            if (value < 0) {
                throw new Protobuf.Malformed("a " + what + " is 2^63 or more");
            }
            return value;
        }

        private void addBlockSize(long size) {
            if (blockCount == blockSizes.length) {
                blockSizes = Arrays.copyOf(blockSizes, Math.max(16, blockCount * 2));
            }
            blockSizes[blockCount++] = size;
        }

        private static Instant time(ByteBuffer in) throws Protobuf.Malformed {
            long seconds = 0;
            boolean hasSeconds = false;
            int nanos = 0;
            while (in.hasRemaining()) {
                int tag = Protobuf.readTag(in, false);
                switch (tag) {
                    case 1 << 3 | Protobuf.VARINT -> {
                        seconds = Protobuf.readVarint(in, false);
                        hasSeconds = true;
                    }
                    case 2 << 3 | Protobuf.FIXED32 -> nanos = Protobuf.readFixed32(in);
                    default -> Protobuf.skip(in, tag);
                }
            }
            if (!hasSeconds) {
                throw new Protobuf.Malformed("the modification time has no seconds");
            }
            if (nanos < 0 || nanos > 999_999_999) {
                throw new Protobuf.Malformed(
                        "the nanoseconds of the modification time are not below 10^9");
            }
            try {
                return Instant.ofEpochSecond(seconds, nanos);
            } catch (DateTimeException e) {
                throw new Protobuf.Malformed("the modification time is out of range");
            }
        }
    }

    /// The type, sizes and number of links, not the bytes.
    @Override
    public String toString() {
        return "UnixFsData["
                + type
                + ", "
                + (data == null ? "no data" : data.remaining() + " bytes")
                + ", fileSize "
                + fileSize
                + ", "
                + blockSizes.length
                + " block sizes]";
    }
}
