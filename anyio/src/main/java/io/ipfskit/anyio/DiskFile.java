package io.ipfskit.anyio;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/// An open file, used by position: any number of tasks may use it at once.
public interface DiskFile extends AutoCloseable {
    /// Reads into the buffer from `position`, at most what it holds and possibly less; -1 at the
    /// end of the file.
    ///
    /// When cancelled, the buffer is never written to afterwards.
    int read(ByteBuffer into, long position) throws IOException, InterruptedException;

    /// Fills the buffer from `position`.
    ///
    /// @throws java.io.EOFException when the file ends before
    void readFully(ByteBuffer into, long position) throws IOException, InterruptedException;

    /// Writes all that is left in the buffer at `position`. The buffer must not change meanwhile.
    void write(ByteBuffer from, long position) throws IOException, InterruptedException;

    /// Writes all that is left in the buffers, one after the other, at `position`.
    void write(List<ByteBuffer> from, long position) throws IOException, InterruptedException;

    /// Returns whether the page cache is bypassed. False also when [OpenMode#direct()] was asked
    /// for and the file system knows no direct access: then everything goes through the page cache,
    /// and nothing needs to be aligned.
    boolean isDirect();

    /// Returns the length of the file.
    long size() throws IOException, InterruptedException;

    /// Cuts the file to `size` if it is longer.
    void truncate(long size) throws IOException, InterruptedException;

    /// Makes what was written durable (`fdatasync`), with the times and the rest of the metadata
    /// when asked (`fsync`).
    void force(boolean metadata) throws IOException, InterruptedException;

    /// Maps the whole file for reading. Only for files that no longer change; the mapping outlives
    /// this handle and is closed by its own scope.
    MappedFile map() throws IOException, InterruptedException;

    /// Closes the file, whatever is cancelled; a second time has no effect. A failure to close is
    /// logged.
    @Override
    void close();
}
