package io.ipfskit.ipld.car;

import io.ipfskit.multiformats.MultiformatException;
import io.ipfskit.multiformats.Multihash;
import io.ipfskit.multiformats.Varint;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// Where the sections of an archive begin, by their multihashes. Immutable and thread-safe.
///
/// ```
/// 0x0401 MultihashIndexSorted:  varint codec | u32 codes | per code: u64 code, widths
/// 0x0400 IndexSorted:           varint codec | widths
/// widths:                       u32 count | per width: u32 digest + 8, u64 bytes, records by digest
/// record:                       digest | u64 offset of the section in the CARv1 data
/// ```
///
/// All integers are little-endian. Records of equal digests are in the order of their offsets when
/// they are written here, in any order when they are read.
public final class CarIndex {
    /// The multicodec of `IndexSorted`, which knows digests and no hash functions.
    public static final int INDEX_SORTED = 0x0400;

    /// The multicodec of `MultihashIndexSorted`.
    public static final int MULTIHASH_INDEX_SORTED = 0x0401;

    /// The one code of an index without codes.
    private static final long ANY = 0;

    private static final int OFFSET_SIZE = 8;

    private final int format;
    private final SortedMap<Long, SortedMap<Integer, ByteBuffer>> byCode;

    private CarIndex(int format, SortedMap<Long, SortedMap<Integer, ByteBuffer>> byCode) {
        this.format = format;
        this.byCode = byCode;
    }

    /// [#INDEX_SORTED] or [#MULTIHASH_INDEX_SORTED].
    public int format() {
        return format;
    }

    /// The number of records.
    public long size() {
        long records = 0;
        for (SortedMap<Integer, ByteBuffer> widths : byCode.values()) {
            for (var width : widths.entrySet()) {
                records += width.getValue().limit() / width.getKey();
            }
        }
        return records;
    }

    /// The offsets of the sections of this hash in the CARv1 data, none if there is none. An
    /// [#INDEX_SORTED] may give those of another hash function with the same digest: look at the
    /// section's CID.
    public List<Long> offsets(Multihash hash) {
        SortedMap<Integer, ByteBuffer> widths =
                byCode.get(format == INDEX_SORTED ? ANY : (long) hash.code());
        byte[] digest = hash.digest();
        int width = digest.length + OFFSET_SIZE;
        ByteBuffer records = widths == null ? null : widths.get(width);
        return records == null ? List.of() : offsets(records, digest, width);
    }

    private static List<Long> offsets(ByteBuffer records, byte[] digest, int width) {
        ByteBuffer wanted = ByteBuffer.wrap(digest);
        int low = 0;
        int high = records.limit() / width;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (compare(records, middle * width, wanted) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        List<Long> offsets = new ArrayList<>();
        for (int at = low * width;
                at < records.limit() && compare(records, at, wanted) == 0;
                at += width) {
            offsets.add(offset(records, at + digest.length));
        }
        return offsets;
    }

    private static long offset(ByteBuffer records, int at) {
        return Long.reverseBytes(records.getLong(at));
    }

    private static int compare(ByteBuffer records, int at, ByteBuffer digest) {
        return compareUnsigned(records.slice(at, digest.remaining()), digest);
    }

    private static int compareUnsigned(ByteBuffer a, ByteBuffer b) {
        int at = a.mismatch(b);
        return at < 0 ? 0 : Byte.compareUnsigned(a.get(at), b.get(b.position() + at));
    }

    /// The index in its format.
    public ByteBuffer encode() {
        boolean codes = format == MULTIHASH_INDEX_SORTED;
        long size = Varint.size(format) + (codes ? 4L : 0);
        for (SortedMap<Integer, ByteBuffer> widths : byCode.values()) {
            size += codes ? 12 : 4;
            for (ByteBuffer records : widths.values()) {
                size += 12L + records.limit();
            }
        }
        ByteBuffer out = ByteBuffer.allocate(Math.toIntExact(size)).order(ByteOrder.LITTLE_ENDIAN);
        Varint.write(out, format);
        if (codes) {
            out.putInt(byCode.size());
        }
        byCode.forEach((code, widths) -> {
            if (codes) {
                out.putLong(code);
            }
            out.putInt(widths.size());
            widths.forEach((width, records) ->
                    out.putInt(width).putLong(records.limit()).put(records.duplicate()));
        });
        return out.flip();
    }

    /// Whether what begins so claims to be of a format that is read here.
    static boolean isKnown(ByteBuffer bytes) {
        try {
            long format = Varint.read(bytes.duplicate());
            return format == INDEX_SORTED || format == MULTIHASH_INDEX_SORTED;
        } catch (MultiformatException e) {
            return false;
        }
    }

    /// Reads an index of either format that fills the buffer. The index keeps views of it.
    ///
    /// @param offset of the buffer in its file, for messages
    /// @throws CarException if it is malformed or of another format
    public static CarIndex decode(ByteBuffer bytes, long offset) throws CarException {
        return new Decoder(bytes, offset).read();
    }

    private static final class Decoder {
        private final ByteBuffer in;
        private final long base;

        Decoder(ByteBuffer bytes, long base) {
            this.in = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
            this.base = base;
        }

        private CarException refused(int at, String problem, @Nullable Throwable cause) {
            return new CarException(base + at, "the index: " + problem, cause);
        }

        private int need(int count) throws CarException {
            if (in.remaining() < count) {
                throw refused(in.limit(), "it ends early", null);
            }
            return in.position();
        }

        CarIndex read() throws CarException {
            long format;
            try {
                format = Varint.read(in);
            } catch (MultiformatException e) {
                throw refused(0, "its codec: " + e.getMessage(), e);
            }
            SortedMap<Long, SortedMap<Integer, ByteBuffer>> byCode = new TreeMap<>();
            if (format == INDEX_SORTED) {
                byCode.put(ANY, widths());
            } else if (format == MULTIHASH_INDEX_SORTED) {
                codes(byCode);
            } else {
                throw refused(0, "its codec 0x" + Long.toHexString(format) + " is not read", null);
            }
            if (in.hasRemaining()) {
                throw refused(in.position(), in.remaining() + " bytes follow it", null);
            }
            return new CarIndex((int) format, byCode);
        }

        private void codes(SortedMap<Long, SortedMap<Integer, ByteBuffer>> byCode)
                throws CarException {
            int count = count(12);
            long before = -1;
            for (int i = 0; i < count; i++) {
                int at = need(8);
                long code = in.getLong();
                if (code <= before) {
                    throw refused(at, "hash codes that do not ascend", null);
                }
                before = code;
                byCode.put(code, widths());
            }
        }

        /// A count of parts of at least `size` bytes each.
        private int count(int size) throws CarException {
            int at = need(4);
            int count = in.getInt();
            if (count < 0 || count > in.remaining() / size) {
                throw refused(at, "it claims " + Integer.toUnsignedString(count) + " parts", null);
            }
            return count;
        }

        private SortedMap<Integer, ByteBuffer> widths() throws CarException {
            SortedMap<Integer, ByteBuffer> widths = new TreeMap<>();
            int count = count(12);
            int before = 0;
            for (int i = 0; i < count; i++) {
                int at = need(12);
                int width = in.getInt();
                long length = in.getLong();
                if (width <= before || width < OFFSET_SIZE) {
                    throw refused(at, "widths that do not ascend, or are below 8", null);
                }
                if (length < 0 || length > in.remaining() || length % width != 0) {
                    throw refused(
                            at + 4,
                            "records of "
                                    + width
                                    + " bytes cannot take "
                                    + Long.toUnsignedString(length)
                                    + " bytes",
                            null);
                }
                before = width;
                ByteBuffer records = in.slice(in.position(), (int) length);
                check(records, width);
                widths.put(width, records);
                in.position(in.position() + (int) length);
            }
            return widths;
        }

        private void check(ByteBuffer records, int width) throws CarException {
            for (int at = 0; at < records.limit(); at += width) {
                if (at > 0
                        && compare(records, at - width, records.slice(at, width - OFFSET_SIZE))
                                > 0) {
                    throw refused(in.position() + at, "records that are not sorted", null);
                }
                if (offset(records, at + width - OFFSET_SIZE) < 0) {
                    throw refused(in.position() + at, "an offset of 2^63 or more", null);
                }
            }
        }
    }

    /// Collects records for a new index, in memory.
    public static final class Builder {
        private final SortedMap<Long, SortedMap<Integer, List<byte[]>>> byCode = new TreeMap<>();

        /// Adds a section.
        ///
        /// @param offset of it in the CARv1 data
        public Builder add(Multihash hash, long offset) {
            byte[] digest = hash.digest();
            ByteBuffer item =
                    ByteBuffer.allocate(digest.length + OFFSET_SIZE)
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .put(digest)
                            .putLong(offset);
            byCode.computeIfAbsent((long) hash.code(), _ -> new TreeMap<>())
                    .computeIfAbsent(item.capacity(), _ -> new ArrayList<>())
                    .add(item.array());
            return this;
        }

        /// The index of what was added, as [#MULTIHASH_INDEX_SORTED].
        public CarIndex build() {
            SortedMap<Long, SortedMap<Integer, ByteBuffer>> packed = new TreeMap<>();
            byCode.forEach((code, widths) -> {
                SortedMap<Integer, ByteBuffer> buffers = new TreeMap<>();
                widths.forEach((width, records) -> buffers.put(width, pack(records, width)));
                packed.put(code, buffers);
            });
            return new CarIndex(MULTIHASH_INDEX_SORTED, packed);
        }

        private static ByteBuffer pack(List<byte[]> records, int width) {
            // Stable: equal digests stay in the order in which they came.
            records.sort((a, b) ->
                    Arrays.compareUnsigned(a, 0, width - OFFSET_SIZE, b, 0, width - OFFSET_SIZE));
            ByteBuffer out = ByteBuffer.allocate(Math.multiplyExact(width, records.size()));
            records.forEach(out::put);
            return out.flip();
        }
    }
}
