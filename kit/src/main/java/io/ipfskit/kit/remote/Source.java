package io.ipfskit.kit.remote;

import io.ipfskit.anyio.Blocking;
import io.ipfskit.anyio.Disk;
import io.ipfskit.anyio.DiskFile;
import io.ipfskit.anyio.FileStat;
import io.ipfskit.anyio.FileType;
import io.ipfskit.anyio.OnCancel;
import io.ipfskit.anyio.OpenMode;
import io.ipfskit.operation.ByteSource;
import io.ipfskit.operation.ErrorCode;
import io.ipfskit.operation.OperationFailed;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// A source of bytes, opened for reading in order.
interface Source extends AutoCloseable {
    /// Puts at least one byte into the buffer, which has room, and returns how many; -1 at the end.
    int read(ByteBuffer into) throws IOException, InterruptedException;

    /// The number of bytes, or -1 when unknown.
    long size();

    @Override
    default void close() {}

    static Source open(Disk disk, ByteSource source) throws IOException, InterruptedException {
        return switch (source) {
            case ByteSource.OfBytes(byte[] bytes) -> new OfBuffer(ByteBuffer.wrap(bytes));
            case ByteSource.OfPath(Path path) -> OfFile.open(disk, path);
            case ByteSource.OfStream(InputStream stream) -> new OfStream(stream);
            case ByteSource.OfReader reader -> new OfReader(reader);
        };
    }

    /// Bytes in memory.
    record OfBuffer(ByteBuffer bytes) implements Source {
        @Override
        public int read(ByteBuffer into) {
            int count = Math.min(into.remaining(), bytes.remaining());
            into.put(bytes.slice(bytes.position(), count));
            bytes.position(bytes.position() + count);
            return count == 0 ? -1 : count;
        }

        @Override
        public long size() {
            return bytes.limit();
        }
    }

    /// A stream of the JDK.
    record OfStream(InputStream stream) implements Source {
        private static final int STREAM_READ = 64 << 10;

        @Override
        public int read(ByteBuffer into) throws IOException, InterruptedException {
            // An abandoned read goes on; it must not write to a buffer of somebody else.
            byte[] part = new byte[Math.min(into.remaining(), STREAM_READ)];
            int count = Blocking.call(() -> stream.read(part), OnCancel.ABANDON);
            if (count > 0) {
                into.put(part, 0, count);
            }
            return count;
        }

        @Override
        public long size() {
            return -1;
        }
    }

    /// A pull source.
    record OfReader(ByteSource.OfReader source) implements Source {
        @Override
        public int read(ByteBuffer into) throws IOException, InterruptedException {
            return source.reader().read(into);
        }

        @Override
        public long size() {
            return source.size().orElse(-1);
        }
    }

    /// A regular file. One that changes while it is read is an error, never a mixture.
    final class OfFile implements Source {
        private final Disk disk;
        private final Path path;
        private final FileStat stat;
        private final DiskFile file;
        private long position;

        private OfFile(Disk disk, Path path, FileStat stat, DiskFile file) {
            this.disk = disk;
            this.path = path;
            this.stat = stat;
            this.file = file;
        }

        static OfFile open(Disk disk, Path path) throws IOException, InterruptedException {
            Path real = disk.realPath(path);
            FileStat stat = disk.stat(real);
            if (stat.type() != FileType.FILE) {
                throw new OperationFailed(
                        ErrorCode.INVALID_ARGUMENT,
                        path + " is no regular file, but " + stat.type());
            }
            return new OfFile(disk, path, stat, disk.open(real, OpenMode.read().noFollow()));
        }

        @Override
        public int read(ByteBuffer into) throws IOException, InterruptedException {
            int count = file.read(into, position);
            if (count > 0) {
                position += count;
                return count;
            }
            FileStat now;
            try {
                now = disk.stat(disk.realPath(path));
            } catch (NoSuchFileException gone) {
                now = null;
            }
            if (now == null
                    || position != stat.size()
                    || now.size() != stat.size()
                    || !now.modified().equals(stat.modified())) {
                throw new OperationFailed(
                        ErrorCode.CONFLICT,
                        path + " changed while it was read; add it again when it is at rest");
            }
            return -1;
        }

        @Override
        public long size() {
            return stat.size();
        }

        @Override
        public void close() {
            file.close();
        }
    }
}
