package io.ipfskit.ipld.car;

import io.ipfskit.ipld.Block;
import io.ipfskit.ipld.BlockNotFound;
import io.ipfskit.ipld.BlockSource;
import io.ipfskit.ipld.IntegrityException;
import io.ipfskit.multiformats.Cid;
import io.ipfskit.multiformats.MultiformatException;
import io.ipfskit.multiformats.Varint;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/// The blocks of an archive in a file, found by its index; an archive without one, or with one of
/// an unknown format, is read through once and indexed in memory. Immutable, and as thread-safe as
/// the bytes it reads.
public final class CarFile implements BlockSource {
    /// Length and CID of a section take at most this.
    private static final int HEAD = Varint.MAX_BYTES + 160;

    private final CarBytes bytes;
    private final CarLimits limits;
    private final long start;
    private final List<Cid> roots;
    private final CarIndex index;

    private CarFile(CarBytes bytes, CarLimits limits, long start, List<Cid> roots, CarIndex index) {
        this.bytes = bytes;
        this.limits = limits;
        this.start = start;
        this.roots = roots;
        this.index = index;
    }

    /// Reads headers and index.
    ///
    /// @throws CarException if they are malformed, or in an archive without index anything is
    /// @throws IOException as the bytes throw it
    /// @throws InterruptedException if the task is cancelled meanwhile
    public static CarFile open(CarBytes bytes, CarOptions options)
            throws IOException, InterruptedException {
        CarReader reader = CarReader.open(stream(bytes, 0), options);
        CarV2Header v2 = reader.v2Header();
        long start = v2 == null ? 0 : v2.dataOffset();
        CarIndex index = null;
        if (v2 != null && v2.indexOffset() != 0) {
            index = read(bytes, v2.indexOffset(), options.limits());
        }
        if (index == null) {
            index = scan(reader);
        }
        return new CarFile(bytes, options.limits(), start, reader.roots(), index);
    }

    private static CarInput stream(CarBytes bytes, long from) {
        long[] at = {from};
        return target -> {
            int count = bytes.read(target, at[0]);
            at[0] += Math.max(0, count);
            return count;
        };
    }

    private static CarIndex scan(CarReader reader) throws IOException, InterruptedException {
        CarIndex.Builder index = new CarIndex.Builder();
        for (CarSection section = reader.next(); section != null; section = reader.next()) {
            index.add(section.cid().multihash(), section.offset());
        }
        return index.build();
    }

    /// The index, null if it is of a format that is not read.
    private static @Nullable CarIndex read(CarBytes bytes, long offset, CarLimits limits)
            throws IOException, InterruptedException {
        CarStream in = new CarStream(stream(bytes, offset));
        ByteBuffer all = in.bytes(limits.indexMax());
        if (in.next() >= 0) {
            throw new CarException(
                    offset, "the index has more than " + limits.indexMax() + " bytes");
        }
        return CarIndex.isKnown(all) ? CarIndex.decode(all, offset) : null;
    }

    /// What the archive is about.
    public List<Cid> roots() {
        return roots;
    }

    /// Where its sections are.
    public CarIndex index() {
        return index;
    }

    /// The block of this multihash, checked; the codec of the CID may differ from the section's.
    ///
    /// @throws BlockNotFound if the index does not have it
    /// @throws IntegrityException if it is not what its CID says
    /// @throws CarException if the index does not lead to its section
    @Override
    public Block get(Cid cid) throws IOException, InterruptedException {
        for (long offset : index.offsets(cid.multihash())) {
            Block block = section(cid, offset);
            if (block != null) {
                return block;
            }
        }
        throw new BlockNotFound(cid, "block " + cid + " is not in the archive");
    }

    /// The block of the section at this offset of the data, null if it is of another hash.
    private @Nullable Block section(Cid cid, long offset) throws IOException, InterruptedException {
        if (offset > Long.MAX_VALUE - start) {
            throw new CarException(start, "the index leads beyond 2^63");
        }
        long at = start + offset;
        ByteBuffer head = ByteBuffer.allocate(HEAD);
        fill(head, at);
        head.flip();
        long length;
        Cid found;
        int before;
        try {
            length = Varint.read(head);
            before = head.position();
            found = Cid.decode(head);
        } catch (MultiformatException e) {
            throw new CarException(at, "the index leads to no section: " + e.getMessage(), e);
        }
        long size = length - (head.position() - before);
        if (size < 0 || length > limits.sectionMax()) {
            throw new CarException(at, "the index leads to a section of " + length + " bytes");
        }
        if (!found.multihash().equals(cid.multihash())) {
            if (index.format() == CarIndex.INDEX_SORTED) {
                return null;
            }
            throw new CarException(at, "the index leads to block " + found + ", not " + cid);
        }
        ByteBuffer data = ByteBuffer.allocate((int) size);
        fill(data, at + head.position());
        if (data.hasRemaining()) {
            throw new CarException(at, "the section is cut off");
        }
        return Block.verified(cid, data.flip());
    }

    private void fill(ByteBuffer target, long at) throws IOException, InterruptedException {
        long from = at;
        while (target.hasRemaining()) {
            int count = bytes.read(target, from);
            if (count <= 0) {
                return;
            }
            from += count;
        }
    }
}
