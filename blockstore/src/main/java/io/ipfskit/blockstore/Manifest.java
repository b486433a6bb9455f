package io.ipfskit.blockstore;

import io.ipfskit.multiformats.MultiformatException;
import io.ipfskit.multiformats.Varint;

import org.jspecify.annotations.Nullable;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/// What a compaction left: every segment that counts, with its live blocks. It is the first batch
/// of a new commit segment, which follows none: whatever is older and not kept here is gone.
///
/// In the trailer, behind the adopted ids, little-endian:
///
/// ```
///   u32 kept;     per segment:  u64 id; u64 end; u32 live blocks; u32 bytes of the list; list
///   u32 retired;  per segment:  u64 id
///
///   list   offsets of the live sections, ascending, each as varint of the distance to the one before;
///          empty when every block of the segment lives, or none
/// ```
///
/// @param kept the segments that count, newly written ones among them
/// @param retired segments whose files may still be there and are of no use
record Manifest(List<Kept> kept, List<Long> retired) {
    private static final int KEPT_SIZE = 24;

    /// A segment that counts.
    static final class Kept {
        private final long id;
        private final long end;
        private final int live;
        private final int @Nullable [] offsets;

        /// @param end where its batches end
        /// @param live number of its live blocks
        /// @param offsets of their sections, ascending; null when every block lives
        Kept(long id, long end, int live, int @Nullable [] offsets) {
            this.id = id;
            this.end = end;
            this.live = live;
            this.offsets = offsets;
        }

        long id() {
            return id;
        }

        long end() {
            return end;
        }

        int live() {
            return live;
        }

        int @Nullable [] offsets() {
            return offsets;
        }
    }

    /// Whether a trailer has room for it, with as much to spare for the next.
    boolean fits() {
        return size() <= TrailerLayout.LENGTH_MAX / 2;
    }

    /// Bytes of the encoded form.
    long size() {
        long size = 8L + retired.size() * 8L;
        for (Kept segment : kept) {
            size += KEPT_SIZE + listSize(segment.offsets());
        }
        return size;
    }

    private static int listSize(int @Nullable [] offsets) {
        int size = 0;
        int before = 0;
        for (int offset : offsets == null ? new int[0] : offsets) {
            size += Varint.size(offset - before);
            before = offset;
        }
        return size;
    }

    /// Writes the encoded form into a little-endian buffer.
    void writeTo(ByteBuffer target) {
        target.putInt(kept.size());
        for (Kept segment : kept) {
            int[] offsets = segment.offsets();
            target.putLong(segment.id()).putLong(segment.end()).putInt(segment.live());
            target.putInt(listSize(offsets));
            int before = 0;
            for (int offset : offsets == null ? new int[0] : offsets) {
                Varint.write(target, offset - before);
                before = offset;
            }
        }
        target.putInt(retired.size());
        for (long id : retired) {
            target.putLong(id);
        }
    }

    /// Reads the encoded form; null when it is inconsistent.
    static @Nullable Manifest read(ByteBuffer source) {
        ByteBuffer bytes = source.order(ByteOrder.LITTLE_ENDIAN);
        try {
            int count = bytes.getInt();
            if (count < 0 || (long) count * KEPT_SIZE > bytes.remaining()) {
                return null;
            }
            List<Kept> kept = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                Kept segment = readKept(bytes);
                if (segment == null) {
                    return null;
                }
                kept.add(segment);
            }
            int gone = bytes.getInt();
            if (gone < 0 || (long) gone * Long.BYTES > bytes.remaining()) {
                return null;
            }
            List<Long> retired = new ArrayList<>(gone);
            for (int i = 0; i < gone; i++) {
                retired.add(bytes.getLong());
            }
            return new Manifest(kept, retired);
        } catch (MultiformatException | BufferUnderflowException e) {
            return null;
        }
    }

    private static @Nullable Kept readKept(ByteBuffer bytes) {
        long id = bytes.getLong();
        long end = bytes.getLong();
        int live = bytes.getInt();
        int length = bytes.getInt();
        if (end <= 0 || live < 0 || length < 0 || length > bytes.remaining() || live < length / 5) {
            return null;
        }
        if (length == 0) {
            return new Kept(id, end, live, live == 0 ? new int[0] : null);
        }
        if (live > length) {
            return null;
        }
        ByteBuffer list = bytes.slice(bytes.position(), length);
        bytes.position(bytes.position() + length);
        int[] offsets = new int[live];
        long at = 0;
        for (int i = 0; i < live; i++) {
            long step = Varint.read(list);
            at += step;
            if (step <= 0 || at > BlockIndex.OFFSET_MAX) {
                return null;
            }
            offsets[i] = (int) at;
        }
        return list.hasRemaining() ? null : new Kept(id, end, live, offsets);
    }
}
