package io.ipfskit.blockstore;

import io.ipfskit.anyio.DiskFile;
import io.ipfskit.blockstore.TrailerLayout.Entry;
import io.ipfskit.blockstore.TrailerLayout.Head;
import io.ipfskit.blockstore.TrailerLayout.Trailer;
import io.ipfskit.multiformats.Cid;
import io.ipfskit.multiformats.Multicodec;
import io.ipfskit.multiformats.Multihash;

import org.jspecify.annotations.Nullable;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/// Finds and reads the trailers of a segment.
final class SegmentReader {
    private final DiskFile file;
    private final long id;
    private final Path path;

    SegmentReader(DiskFile file, long id, Path path) {
        this.file = file;
        this.id = id;
        this.path = path;
    }

    /// What the end of a segment is.
    ///
    /// @param last trailer of the last intact batch, null when there is none
    /// @param sealed whether the header says that the segment is complete
    record End(@Nullable Head last, boolean sealed) {}

    /// Finds the last batch that was written completely. Only the very last one can be torn: each
    /// was synced before the next began.
    ///
    /// @throws StoreDamaged when a batch before the last does not validate
    End end() throws IOException, InterruptedException {
        long size = file.size();
        long sealed =
                CarLayout.sealedEnd(read(0, (int) Math.min(size, CarLayout.HEADER_SIZE)), size);
        if (sealed > 0) {
            Head last = trailerEndingAt(sealed);
            if (last == null) {
                throw damaged(
                        "the last batch trailer, at byte %d, does not validate".formatted(sealed));
            }
            return new End(last, true);
        }
        for (long end = size & -CarLayout.BLOCK;
                end > CarLayout.DATA_OFFSET;
                end -= CarLayout.BLOCK) {
            Head head = trailerEndingAt(end);
            if (head == null) {
                continue;
            }
            if (isIntact(head)) {
                return new End(head, false);
            }
            if (head.batchOffset() == CarLayout.FIRST_SECTION) {
                return new End(null, false);
            }
            Head before = trailerEndingAt(head.batchOffset());
            if (before == null) {
                throw damaged(
                        "the batch trailer at byte %d does not validate"
                                .formatted(head.batchOffset()));
            }
            return new End(before, false);
        }
        return new End(null, false);
    }

    /// Returns the heads of all trailers up to `end`, in the order of the file.
    List<Head> chain(long end) throws IOException, InterruptedException {
        List<Head> heads = new ArrayList<>();
        long at = end;
        while (at > CarLayout.FIRST_SECTION) {
            Head head = trailerEndingAt(at);
            if (head == null) {
                throw damaged(
                        "the batch trailer ending at byte %d does not validate".formatted(at));
            }
            if (!heads.isEmpty() && head.batch() != heads.getLast().batch() - 1) {
                throw damaged(
                        "batch %d follows batch %d"
                                .formatted(heads.getLast().batch(), head.batch()));
            }
            heads.add(head);
            at = head.batchOffset();
        }
        if (at != CarLayout.FIRST_SECTION || (!heads.isEmpty() && heads.getLast().batch() != 0)) {
            throw damaged("its batches do not begin at the start");
        }
        return heads.reversed();
    }

    /// Reads a whole trailer.
    Trailer trailer(Head head) throws IOException, InterruptedException {
        Trailer trailer = TrailerLayout.decode(read(head.offset(), head.length()), head);
        if (trailer == null) {
            throw damaged("the batch trailer at byte %d is inconsistent".formatted(head.offset()));
        }
        return trailer;
    }

    /// Returns the CID under which the trailer is a block of the CAR.
    Cid trailerCid(Head head) throws IOException, InterruptedException {
        return Cid.v1(Multicodec.RAW, Multihash.sha256(read(head.offset(), head.length())));
    }

    private @Nullable Head trailerEndingAt(long end) throws IOException, InterruptedException {
        if (end < CarLayout.FIRST_SECTION + TrailerLayout.SIZE + TrailerLayout.FOOTER_SIZE
                || end > file.size()) {
            return null;
        }
        int length =
                TrailerLayout.footerLength(
                        read(end - TrailerLayout.FOOTER_SIZE, TrailerLayout.FOOTER_SIZE), id);
        long offset = end - length;
        if (length == 0 || offset <= CarLayout.FIRST_SECTION) {
            return null;
        }
        ByteBuffer bytes = read(offset, length);
        Head head = TrailerLayout.head(bytes, offset, id);
        if (head == null
                || head.batchOffset() < CarLayout.FIRST_SECTION
                || head.batchOffset() >= offset) {
            return null;
        }
        int version = TrailerLayout.version(bytes);
        if (version > TrailerLayout.VERSION) {
            throw new StoreVersionUnsupported(path.toString(), version, TrailerLayout.VERSION);
        }
        return head;
    }

    /// Returns whether every block of the batch has its checksum and its head.
    private boolean isIntact(Head head) throws IOException, InterruptedException {
        Trailer trailer = TrailerLayout.decode(read(head.offset(), head.length()), head);
        if (trailer == null) {
            return false;
        }
        for (Entry entry : trailer.entries()) {
            Section section = Section.read(file, entry.offset(), entry.length(), entry.length());
            if (section == null
                    || !section.cid().equals(entry.cid())
                    || crc(section.data()) != entry.crc()) {
                return false;
            }
        }
        return true;
    }

    static int crc(ByteBuffer data) {
        CRC32C crc = new CRC32C();
        crc.update(data.duplicate());
        return (int) crc.getValue();
    }

    private ByteBuffer read(long offset, int length) throws IOException, InterruptedException {
        ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        try {
            file.readFully(bytes, offset);
        } catch (EOFException e) {
            throw (IOException)
                    new EOFException(path + " ends before byte " + (offset + length)).initCause(e);
        }
        return bytes.flip();
    }

    private StoreDamaged damaged(String what) {
        Path name = path.getFileName();
        Path directory = path.getParent();
        return new StoreDamaged(String.valueOf(directory), String.valueOf(name), what);
    }
}
