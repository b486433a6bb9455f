package io.ipfskit.blockstore;

import io.ipfskit.anyio.DiskFile;

import java.io.IOException;
import java.nio.ByteBuffer;

/// Writes through the page cache, each buffer before it returns.
final class PlainStaging implements Staging {
    private final DiskFile file;
    private final ByteBuffer buffer;

    PlainStaging(DiskFile file, ByteBuffer buffer) {
        this.file = file;
        this.buffer = buffer.clear();
    }

    @Override
    public ByteBuffer buffer() {
        return buffer;
    }

    @Override
    public void write(long position) throws IOException, InterruptedException {
        try {
            file.write(buffer.flip(), position);
        } finally {
            buffer.clear();
        }
    }

    @Override
    public void settle() {}
}
