package io.ipfskit.operation;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.OptionalLong;

/// Bytes that go into an operation, read once from begin to end.
///
/// A path is not opened here: the service that does the work opens it through its `Disk`.
public sealed interface ByteSource {

    /// The number of bytes, if known before reading.
    OptionalLong size();

    /// Bytes in memory; the array is not copied and must not be changed while in use.
    static ByteSource of(byte[] bytes) {
        return new OfBytes(bytes);
    }

    /// The content of a regular file of this machine.
    static ByteSource of(Path path) {
        return new OfPath(path);
    }

    /// A stream, read with `Blocking` calls by the service; closing it remains the caller's.
    static ByteSource of(InputStream stream) {
        return new OfStream(stream);
    }

    /// Bytes pulled from `reader`; `size` is -1 when unknown.
    static ByteSource of(Reader reader, long size) {
        return new OfReader(reader, size < 0 ? OptionalLong.empty() : OptionalLong.of(size));
    }

    /// A pull source. One task at a time uses it.
    @FunctionalInterface
    interface Reader {
        /// Puts at least one byte into `target` and returns how many, or -1 at the end.
        ///
        /// @throws IOException when the bytes cannot be had; never a silent end
        /// @throws InterruptedException when the calling scope is cancelled
        int read(ByteBuffer target) throws IOException, InterruptedException;
    }

    /// Bytes in memory.
    record OfBytes(@SuppressWarnings("ArrayRecordComponent") byte[] bytes) implements ByteSource {
        @Override
        public OptionalLong size() {
            return OptionalLong.of(bytes.length);
        }
    }

    /// A file of this machine.
    record OfPath(Path path) implements ByteSource {
        @Override
        public OptionalLong size() {
            return OptionalLong.empty();
        }
    }

    /// A stream of the JDK.
    record OfStream(InputStream stream) implements ByteSource {
        @Override
        public OptionalLong size() {
            return OptionalLong.empty();
        }
    }

    /// A pull source.
    record OfReader(Reader reader, OptionalLong size) implements ByteSource {}
}
