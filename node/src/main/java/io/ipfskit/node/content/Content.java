package io.ipfskit.node.content;

import io.ipfskit.multiformats.Cid;
import io.ipfskit.operation.ByteStream;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/// The bytes of a file, a range of them, or an archive made from a DAG.
///
/// Pulled by one task at a time, from the scope that asked for it; whoever got it closes it. Bytes
/// are checked against their CIDs' blocks as they are read: a missing or damaged block is an
/// [io.ipfskit.operation.OperationFailed], never an early end.
public interface Content extends ByteStream {
    /// The largest buffer that [#transferTo] uses.
    int TRANSFER_BUFFER = 256 * 1024;

    /// The CID of the content as a whole.
    Cid cid();

    /// What the CID is: `file`, `directory` or `symlink`.
    String type();

    /// The size of the whole content in bytes, or -1 when unknown; not only of the asked range.
    default long size() {
        return total();
    }

    /// Writes all remaining bytes to `sink` and returns how many. Does not close either.
    ///
    /// @throws IOException when `sink` refuses, or the bytes cannot be had
    /// @throws InterruptedException when the calling scope is cancelled
    default long transferTo(OutputStream sink) throws IOException, InterruptedException {
        ByteBuffer buffer = ByteBuffer.allocate(TRANSFER_BUFFER);
        long written = 0;
        while (read(buffer) >= 0) {
            sink.write(buffer.array(), 0, buffer.position());
            written += buffer.position();
            buffer.clear();
        }
        return written;
    }

    /// All remaining bytes, for content known to be small.
    ///
    /// @throws IOException when there are more than `limit`, or they cannot be had
    /// @throws InterruptedException when the calling scope is cancelled
    default byte[] readAll(int limit) throws IOException, InterruptedException {
        var bytes = new java.io.ByteArrayOutputStream();
        ByteBuffer buffer = ByteBuffer.allocate(Math.min(limit + 1, TRANSFER_BUFFER));
        while (read(buffer) >= 0) {
            bytes.write(buffer.array(), 0, buffer.position());
            if (bytes.size() > limit) {
                throw new IOException("content " + cid() + " is longer than " + limit + " bytes");
            }
            buffer.clear();
        }
        return bytes.toByteArray();
    }
}
