package io.ipfskit.blockstore;

import io.ipfskit.anyio.Disk;
import io.ipfskit.anyio.DiskFile;
import io.ipfskit.anyio.OpenMode;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;

/// Writes whole device blocks past the page cache, one buffer while the next fills.
///
/// A bulk write through the page cache costs a copy, and the cache of everybody else; what is
/// worse, its write-back is several times slower than the device. What is not aligned goes through
/// the page cache all the same: the two never share a device block, because an unaligned write is
/// followed by unaligned ones up to the end of the batch, which is aligned. Where the file system
/// knows no direct access, everything goes through the page cache.
final class DirectStaging implements Staging {
    private static final System.Logger LOGGER = System.getLogger(DirectStaging.class.getName());

    private final PackStore store;
    private final DiskFile plain;
    private final @Nullable DiskFile direct;

    private ByteBuffer filling;
    private ByteBuffer other;

    private final Behind writing;

    private DirectStaging(PackStore store, DiskFile plain, @Nullable DiskFile direct) {
        this.store = store;
        this.plain = plain;
        this.direct = direct;
        this.filling = store.staging().take();
        this.other = store.staging().take();
        this.writing = new Behind(store.services(), "the write of a bulk segment");
    }

    /// For a segment whose file was created already.
    static DirectStaging open(PackStore store, Disk disk, Segment segment)
            throws InterruptedException {
        return new DirectStaging(store, segment.file, direct(disk, segment));
    }

    private static @Nullable DiskFile direct(Disk disk, Segment segment)
            throws InterruptedException {
        try {
            if (CarLayout.BLOCK % disk.blockSize(segment.path()) == 0) {
                DiskFile file = disk.open(segment.path(), OpenMode.readWrite().direct());
                if (file.isDirect()) {
                    return file;
                }
                file.close();
                LOGGER.log(
                        Level.DEBUG,
                        "no direct access to {0}: bulk writes go through the page cache",
                        segment.path());
            }
            return null;
        } catch (IOException failed) {
            LOGGER.log(
                    Level.WARNING,
                    segment.path()
                            + " could not be opened for direct access: bulk writes go"
                            + " through the page cache",
                    failed);
            return null;
        }
    }

    @Override
    public ByteBuffer buffer() {
        return filling;
    }

    @Override
    public void write(long position) throws IOException, InterruptedException {
        settle();
        ByteBuffer full = filling.flip();
        DiskFile file = direct;
        if (file == null || !isAligned(position) || !isAligned(full.remaining())) {
            try {
                plain.write(full, position);
            } finally {
                full.clear();
            }
            return;
        }
        filling = other.clear();
        other = full;
        writing.start(() -> file.write(full, position));
    }

    private static boolean isAligned(long bytes) {
        return bytes % CarLayout.BLOCK == 0;
    }

    @Override
    public void settle() throws IOException, InterruptedException {
        writing.settle();
    }

    /// Waits for the last write, closes the second descriptor and gives the buffers back. The
    /// caller shields it.
    void close() throws IOException, InterruptedException {
        boolean ended = false;
        try {
            settle();
            ended = true;
        } finally {
            if (direct != null) {
                direct.close();
            }
            if (ended || writing.isIdle()) {
                store.staging().giveBack(filling);
                store.staging().giveBack(other);
            }
        }
    }
}
