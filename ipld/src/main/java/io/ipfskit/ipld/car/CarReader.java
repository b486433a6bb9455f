package io.ipfskit.ipld.car;

import io.ipfskit.ipld.IntegrityException;
import io.ipfskit.multiformats.Cid;
import io.ipfskit.multiformats.MultiformatException;
import io.ipfskit.multiformats.Varint;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/// Reads an archive, version 1 or 2, as a stream. Memory: one section.
///
/// The index of a CARv2 is not looked at; it is behind the last section.
///
/// ```java
/// CarReader car = CarReader.open(in, CarOptions.STRICT);
/// for (CarSection section = car.next(); section != null; section = car.next()) {
///     sink.put(section.block());
/// }
/// ```
public final class CarReader {
    private static final long AT_END = -1;
    private static final long CUT = -2;

    private final CarStream in;
    private final CarOptions options;
    private final @Nullable CarV2Header v2;
    private final CarHeader header;

    /// Where the CARv1 data begins.
    private final long start;

    /// Where it ends at the latest.
    private long end = Long.MAX_VALUE;

    private boolean ended;
    private boolean cut;

    private CarReader(CarInput input, CarOptions options) throws IOException, InterruptedException {
        this.in = new CarStream(input);
        this.options = options;
        ByteBuffer first = headerBytes(Long.MAX_VALUE);
        ByteBuffer pragma =
                ByteBuffer.allocate(1 + first.remaining())
                        .put((byte) first.remaining())
                        .put(first.duplicate())
                        .flip();
        if (first.remaining() < CarV2Header.PRAGMA_SIZE && CarV2Header.isPragma(pragma)) {
            this.v2 = v2(pragma);
            this.start = v2.dataOffset();
            this.end = v2.dataSize() == 0 ? Long.MAX_VALUE : start + v2.dataSize();
            if (!in.skipTo(start)) {
                throw new CarException(in.position(), "the file ends before its data");
            }
            ByteBuffer inner = headerBytes(end);
            this.header = CarHeader.decode(inner, in.position() - inner.remaining());
        } else {
            this.v2 = null;
            this.start = 0;
            this.header = CarHeader.decode(first, in.position() - first.remaining());
        }
        if (options.rootsRequired() && header.roots().isEmpty()) {
            throw new CarException(start, "the archive has no roots");
        }
    }

    private CarV2Header v2(ByteBuffer pragma) throws IOException, InterruptedException {
        ByteBuffer rest = in.bytes(CarV2Header.SIZE - CarV2Header.PRAGMA_SIZE);
        if (rest.remaining() < CarV2Header.SIZE - CarV2Header.PRAGMA_SIZE) {
            throw new CarException(in.position(), "the file ends within the header");
        }
        CarV2Header found =
                CarV2Header.decode(
                        ByteBuffer.allocate(CarV2Header.SIZE).put(pragma).put(rest).flip());
        if (found.dataSize() == 0 && !options.cutTail()) {
            throw new CarException(
                    CarV2Header.PRAGMA_SIZE + 24,
                    "the archive was never finished, its data size is 0");
        }
        return found;
    }

    /// Reads the header of an archive.
    ///
    /// @throws CarException if it is malformed or too long
    /// @throws IOException as the input throws it
    /// @throws InterruptedException if the task is cancelled meanwhile
    public static CarReader open(CarInput in, CarOptions options)
            throws IOException, InterruptedException {
        return new CarReader(in, options);
    }

    /// 1 or 2.
    public int version() {
        return v2 == null ? 1 : 2;
    }

    /// The fixed header of a CARv2, null for a CARv1.
    public @Nullable CarV2Header v2Header() {
        return v2;
    }

    /// What the archive is about. Their blocks need not be in it.
    public List<Cid> roots() {
        return header.roots();
    }

    /// Whether the archive ended within a section, which [CarOptions#cutTail] allowed. Known when
    /// [#next] gave null.
    public boolean isCut() {
        return cut;
    }

    /// How many bytes of the file were read.
    public long position() {
        return in.position();
    }

    /// The next section, null behind the last one.
    ///
    /// @throws CarException if it is malformed, too long or cut off; its CID does not read; or it
    ///   is not what its CID says, the cause being an [IntegrityException]
    /// @throws IOException as the input throws it
    /// @throws InterruptedException if the task is cancelled meanwhile
    public @Nullable CarSection next() throws IOException, InterruptedException {
        if (ended || in.position() >= end) {
            return null;
        }
        long at = in.position();
        long length = length(options.limits().sectionMax(), "section");
        if (length == AT_END) {
            ended = true;
            if (v2 != null && end != Long.MAX_VALUE) {
                return cut(at, "the file ends before its data does");
            }
            return null;
        }
        if (length == CUT) {
            return cut(at, "the file ends within the length of a section");
        }
        if (length == 0) {
            if (options.zeroPadding()) {
                ended = true;
                return null;
            }
            throw new CarException(at, "a section of length 0: padding, or damage");
        }
        if (length > end - in.position()) {
            return cut(at, "a section of " + length + " bytes goes beyond the data");
        }
        ByteBuffer bytes = in.bytes((int) length);
        if (bytes.remaining() < length) {
            return cut(
                    at, "a section of " + length + " bytes is cut off after " + bytes.remaining());
        }
        return section(at, bytes);
    }

    private CarSection section(long at, ByteBuffer bytes) throws CarException {
        Cid cid;
        try {
            cid = Cid.decode(bytes);
        } catch (MultiformatException e) {
            throw new CarException(at, "the section's CID: " + e.getMessage(), e);
        }
        CarSection section = new CarSection(at - start, cid, bytes.slice());
        if (options.verify()) {
            try {
                section.verified();
            } catch (IntegrityException e) {
                throw new CarException(at, String.valueOf(e.getMessage()), e);
            }
        }
        return section;
    }

    private @Nullable CarSection cut(long at, String problem) throws CarException {
        if (!options.cutTail()) {
            throw new CarException(at, problem);
        }
        ended = true;
        cut = true;
        return null;
    }

    /// Reads the length of header or section.
    private long length(int max, String what) throws IOException, InterruptedException {
        long at = in.position();
        byte[] varint = new byte[Varint.MAX_BYTES];
        int count = 0;
        while (true) {
            int next = in.position() >= end ? -1 : in.next();
            if (next < 0) {
                return count == 0 ? AT_END : CUT;
            }
            varint[count++] = (byte) next;
            if (next < 0x80 || count == varint.length) {
                break;
            }
        }
        long length;
        try {
            length = Varint.read(ByteBuffer.wrap(varint, 0, count));
        } catch (MultiformatException e) {
            throw new CarException(at, "the length of a " + what + ": " + e.getMessage(), e);
        }
        if (length > max) {
            throw new CarException(
                    at, "a " + what + " of " + length + " bytes, at most " + max + " are read");
        }
        return length;
    }

    private ByteBuffer headerBytes(long limit) throws IOException, InterruptedException {
        long at = in.position();
        long length = headerLength();
        if (length == 0) {
            throw new CarException(at, "a header of length 0");
        }
        ByteBuffer bytes =
                length > limit - in.position() ? ByteBuffer.allocate(0) : in.bytes((int) length);
        if (bytes.remaining() < length) {
            throw new CarException(
                    in.position(), "the file ends within a header of " + length + " bytes");
        }
        return bytes;
    }

    private long headerLength() throws IOException, InterruptedException {
        long at = in.position();
        long length = length(options.limits().headerMax(), "header");
        if (length < 0) {
            throw new CarException(at, "the file ends where a header was expected");
        }
        return length;
    }
}
