package io.ipfskit.wal.log;

import io.ipfskit.anyio.DiskFile;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Sequential reading of a file through one buffer.
final class Window {
    private static final int SIZE = 1 << 20;

    private final DiskFile file;
    private final long fileSize;
    private ByteBuffer buffer = ByteBuffer.allocate(SIZE).limit(0).order(ByteOrder.LITTLE_ENDIAN);
    private long start;

    Window(DiskFile file, long fileSize) {
        this.file = file;
        this.fileSize = fileSize;
    }

    /// Returns a view of `length` bytes at `offset`, fewer where the file ends. Valid until the
    /// next call.
    ByteBuffer at(long offset, int length) throws IOException, InterruptedException {
        int available = (int) Math.max(0, Math.min(length, fileSize - offset));
        if (offset < start || offset + available > start + buffer.limit()) {
            int wanted = (int) Math.min(Math.max(length, SIZE), Math.max(0, fileSize - offset));
            if (buffer.capacity() < wanted) {
                buffer = ByteBuffer.allocate(wanted).order(ByteOrder.LITTLE_ENDIAN);
            }
            buffer.clear().limit(wanted);
            file.readFully(buffer, offset);
            buffer.flip();
            start = offset;
        }
        return buffer.slice((int) (offset - start), available).order(ByteOrder.LITTLE_ENDIAN);
    }

    long fileSize() {
        return fileSize;
    }
}
