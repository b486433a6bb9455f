package io.ipfskit.ipld.car;

import io.ipfskit.ipld.Block;
import io.ipfskit.multiformats.Cid;
import io.ipfskit.multiformats.Varint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/// Writes a CARv1 as a stream. What is written and how often is the caller's: the writer drops
/// nothing.
public final class CarWriter {
    private final CarOutput out;
    private long position;

    /// Writes the header.
    ///
    /// @param roots what the archive is about; CARv1 asks for one at least
    /// @throws IOException as the output throws it
    /// @throws InterruptedException if the task is cancelled meanwhile
    public CarWriter(CarOutput out, List<Cid> roots) throws IOException, InterruptedException {
        this.out = out;
        write(new CarHeader(roots).encode());
    }

    private void write(ByteBuffer bytes) throws IOException, InterruptedException {
        int count = bytes.remaining();
        out.write(bytes);
        position += count;
    }

    /// Writes a block.
    ///
    /// @return the offset of its section, from the beginning of the archive
    /// @throws IOException as the output throws it; the archive is broken then
    /// @throws InterruptedException if the task is cancelled meanwhile
    public long put(Block block) throws IOException, InterruptedException {
        long offset = position;
        write(head(block.cid(), block.size()));
        write(block.bytes());
        return offset;
    }

    /// What stands before the bytes of a block: length and CID.
    static ByteBuffer head(Cid cid, int size) {
        long length = cid.size() + (long) size;
        ByteBuffer head = ByteBuffer.allocate(Varint.size(length) + cid.size());
        Varint.write(head, length);
        cid.writeTo(head);
        return head.flip();
    }

    /// Bytes written so far.
    public long position() {
        return position;
    }
}
