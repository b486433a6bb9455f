package io.ipfskit.node.add;

import io.ipfskit.anyio.Blocking;
import io.ipfskit.anyio.Compute;
import io.ipfskit.anyio.Disk;
import io.ipfskit.anyio.DiskFile;
import io.ipfskit.anyio.OnCancel;
import io.ipfskit.anyio.OpenMode;
import io.ipfskit.ipld.unixfs.Chunker;
import io.ipfskit.ipld.unixfs.FixedSize;
import io.ipfskit.ipld.unixfs.ImportProfile;
import io.ipfskit.node.Failures;
import io.ipfskit.operation.ByteSource;
import io.ipfskit.operation.OperationFailed;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/// Reads byte sources chunk by chunk.
final class StreamReader {
    private static final int STREAM_READ = 64 * 1024;

    /// What takes microseconds is done sooner than handed over.
    private static final int CUT_HERE_MAX = 16 * 1024;

    private final Disk disk;

    StreamReader(Disk disk) {
        this.disk = disk;
    }

    /// Puts one file with the bytes of `source` into the feed.
    void feed(Feed feed, Step.BeginFile begin, ByteSource source) throws InterruptedException {
        try {
            feed.send(begin);
            switch (source) {
                case ByteSource.OfBytes(byte[] bytes) -> {
                    ByteBuffer all = ByteBuffer.wrap(bytes);
                    chunks(feed, begin, bytes.length, target -> copy(all, target));
                }
                case ByteSource.OfStream(InputStream stream) ->
                        chunks(feed, begin, -1, target -> read(stream, target));
                case ByteSource.OfReader reader ->
                        chunks(feed, begin, reader.size().orElse(-1), reader.reader());
                case ByteSource.OfPath(var path) -> {
                    try (DiskFile file = disk.open(path, OpenMode.read())) {
                        long[] at = new long[1];
                        chunks(
                                feed,
                                begin,
                                file.size(),
                                target -> {
                                    int count = file.read(target, at[0]);
                                    at[0] += Math.max(0, count);
                                    return count;
                                });
                    }
                }
            }
            feed.send(new Step.EndFile());
        } catch (IOException e) {
            throw Failures.of(e, begin.path().isEmpty() ? "the stream" : begin.path());
        }
    }

    private static int copy(ByteBuffer from, ByteBuffer target) {
        if (!from.hasRemaining()) {
            return -1;
        }
        int count = Math.min(from.remaining(), target.remaining());
        target.put(from.slice(from.position(), count));
        from.position(from.position() + count);
        return count;
    }

    private static int read(InputStream stream, ByteBuffer target)
            throws IOException, InterruptedException {
        byte[] part = new byte[Math.min(target.remaining(), STREAM_READ)];
        int count = Blocking.call(() -> stream.read(part), OnCancel.ABANDON);
        if (count > 0) {
            target.put(part, 0, count);
        }
        return count;
    }

    /// Puts the chunks of what a reader gives into the feed. What follows a cut is copied to the
    /// buffer of the next chunk.
    ///
    /// @param size the number of bytes that was announced, or -1
    static void chunks(Feed feed, Step.BeginFile begin, long size, ByteSource.Reader reader)
            throws IOException, InterruptedException {
        ImportProfile profile = feed.plan().profile();
        long done = 0;
        boolean more = true;
        ByteBuffer buffer = feed.take(room(profile, size, 0, 0));
        while (true) {
            while (more && buffer.hasRemaining()) {
                int count = reader.read(buffer);
                more = count >= 0;
                done += Math.max(0, count);
            }
            if (size >= 0 && (done > size || (!more && done < size))) {
                throw OperationFailed.invalidField(
                        "body",
                        begin.path()
                                + " was announced with "
                                + size
                                + " bytes but has "
                                + (done > size ? "more" : done)
                                + ": nothing was added");
            }
            buffer.flip();
            int cut = cut(profile.chunker(), buffer);
            ByteBuffer rest = buffer.slice(cut, buffer.remaining() - cut);
            if (!more && !rest.hasRemaining()) {
                feed.chunk(profile, buffer);
                return;
            }
            int carried = rest.remaining();
            ByteBuffer next = feed.take(more ? room(profile, size, done, carried) : carried);
            next.put(rest);
            feed.chunk(profile, buffer.limit(cut));
            buffer = next;
        }
    }

    /// The size of the next buffer: one byte more than announced, to notice a source that gives too
    /// much.
    private static int room(ImportProfile profile, long size, long done, int carried) {
        int most = profile.chunkSize();
        return size < 0 ? most : (int) Math.min(most, carried + size - done + 1);
    }

    private static int cut(Chunker chunker, ByteBuffer bytes) throws InterruptedException {
        return chunker instanceof FixedSize || bytes.remaining() <= CUT_HERE_MAX
                ? chunker.cut(bytes)
                : Compute.call(() -> chunker.cut(bytes));
    }
}
