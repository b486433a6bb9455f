package io.ipfskit.blockstore;

import io.ipfskit.blockstore.TrailerLayout.Entry;
import io.ipfskit.blockstore.TrailerLayout.Head;
import io.ipfskit.multiformats.Cid;
import io.ipfskit.multiformats.Multicodec;
import io.ipfskit.multiformats.Multihash;
import io.ipfskit.multiformats.Varint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// The index behind the data of a sealed segment: `MultihashIndexSorted`, codec 0x0401,
/// little-endian.
///
/// ```
///   varint codec; u32 number of hash codes
///     per code:  u64 code; u32 number of widths
///       per width:  u32 width = digest + 8; u64 bytes; records sorted by digest: digest, u64 offset in the data
/// ```
final class CarIndex {
    static final int CODEC = 0x0401;

    private CarIndex() {}

    /// Indexes every section up to `end`, trailers included.
    static ByteBuffer of(SegmentReader reader, long end) throws IOException, InterruptedException {
        SortedMap<Long, SortedMap<Integer, List<byte[]>>> byCode = new TreeMap<>();
        for (Head head : reader.chain(end)) {
            for (Entry entry : reader.trailer(head).entries()) {
                add(byCode, entry.cid().multihash(), entry.offset());
            }
            Cid cid = reader.trailerCid(head);
            long section =
                    head.offset() - cid.size() - Varint.size(cid.size() + (long) head.length());
            add(byCode, cid.multihash(), section);
        }
        return encode(byCode);
    }

    private static void add(
            SortedMap<Long, SortedMap<Integer, List<byte[]>>> byCode,
            Multihash multihash,
            long offset) {
        if (multihash.code() == Multicodec.IDENTITY) {
            return;
        }
        byte[] digest = multihash.digest();
        ByteBuffer item = ByteBuffer.allocate(digest.length + 8).order(ByteOrder.LITTLE_ENDIAN);
        item.put(digest).putLong(offset - CarLayout.DATA_OFFSET);
        byCode.computeIfAbsent((long) multihash.code(), _ -> new TreeMap<>())
                .computeIfAbsent(digest.length + 8, _ -> new ArrayList<>())
                .add(item.array());
    }

    private static ByteBuffer encode(SortedMap<Long, SortedMap<Integer, List<byte[]>>> byCode) {
        long size = Varint.size(CODEC) + 4L;
        for (SortedMap<Integer, List<byte[]>> byWidth : byCode.values()) {
            size += 12;
            for (var width : byWidth.entrySet()) {
                size += 12 + (long) width.getKey() * width.getValue().size();
            }
        }
        ByteBuffer out = ByteBuffer.allocate(Math.toIntExact(size)).order(ByteOrder.LITTLE_ENDIAN);
        Varint.write(out, CODEC);
        out.putInt(byCode.size());
        byCode.forEach((code, byWidth) -> {
            out.putLong(code);
            out.putInt(byWidth.size());
            byWidth.forEach((width, records) -> {
                records.sort((a, b) -> Arrays.compareUnsigned(a, 0, width - 8, b, 0, width - 8));
                out.putInt(width);
                out.putLong((long) width * records.size());
                records.forEach(out::put);
            });
        });
        return out.flip();
    }
}
