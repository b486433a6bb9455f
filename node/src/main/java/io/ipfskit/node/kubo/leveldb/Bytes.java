package io.ipfskit.node.kubo.leveldb;

import io.ipfskit.anyio.DiskFile;

import java.io.IOException;
import java.nio.ByteBuffer;

/// The bytes of a file that does not change.
interface Bytes {
    /// How many there are.
    long size();

    /// Fills the buffer from `position`; there are as many.
    void read(ByteBuffer into, long position) throws IOException, InterruptedException;

    /// Those of an open file.
    static Bytes of(DiskFile file) throws IOException, InterruptedException {
        long size = file.size();
        return new Bytes() {
            @Override
            public long size() {
                return size;
            }

            @Override
            public void read(ByteBuffer into, long position)
                    throws IOException, InterruptedException {
                file.readFully(into, position);
            }
        };
    }

    /// Those of an array.
    static Bytes of(byte[] array) {
        return new Bytes() {
            @Override
            public long size() {
                return array.length;
            }

            @Override
            public void read(ByteBuffer into, long position) {
                into.put(array, (int) position, into.remaining());
            }
        };
    }
}
