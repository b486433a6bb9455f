package io.ipfskit.blockstore;

import io.ipfskit.anyio.DiskFile;
import io.ipfskit.multiformats.Cid;
import io.ipfskit.multiformats.MultiformatException;
import io.ipfskit.multiformats.Varint;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/// A CARv1 section: varint length of the rest, CID, bytes of the block.
///
/// @param cid under which the block was stored
/// @param data the block's bytes, as far as they were read
record Section(Cid cid, ByteBuffer data) {
    /// More than the head of any section takes: the varint, and a CID with the longest digest.
    static final int HEAD_MAX = 160;

    /// Reads a section of `length` bytes of data; null when there is none of that length.
    ///
    /// @param bytes of the data wanted, up to `length`
    static @Nullable Section read(DiskFile file, long offset, int length, int bytes)
            throws IOException, InterruptedException {
        ByteBuffer buffer = ByteBuffer.allocate(bytes + HEAD_MAX);
        while (buffer.hasRemaining()) {
            int n = file.read(buffer, offset + buffer.position());
            if (n <= 0) {
                break;
            }
        }
        return parse(buffer.flip(), length, bytes);
    }

    private static @Nullable Section parse(ByteBuffer buffer, int length, int bytes) {
        try {
            long total = Varint.read(buffer);
            int start = buffer.position();
            Cid cid = Cid.decode(buffer);
            int head = buffer.position() - start;
            if (total - head != length || buffer.remaining() < bytes) {
                return null;
            }
            return new Section(cid, buffer.slice(buffer.position(), bytes));
        } catch (MultiformatException | BufferUnderflowException e) {
            return null;
        }
    }

    /// Reads a section of `length` bytes of data, the data into `target`, which has room for them
    /// and whose position moves behind them.
    ///
    /// @return the section, its data a view of `target`; null when there is none of that length
    static @Nullable Section readInto(DiskFile file, long offset, int length, ByteBuffer target)
            throws IOException, InterruptedException {
        Section head = read(file, offset, length, 0);
        if (head == null) {
            return null;
        }
        int cidSize = head.cid().size();
        int start = target.position();
        ByteBuffer data = target.slice(start, length);
        long at = offset + Varint.size(cidSize + (long) length) + cidSize;
        while (data.hasRemaining()) {
            if (file.read(data, at + data.position()) <= 0) {
                return null;
            }
        }
        target.position(start + length);
        return new Section(head.cid(), data.flip());
    }
}
