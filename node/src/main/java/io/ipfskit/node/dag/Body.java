package io.ipfskit.node.dag;

import io.ipfskit.anyio.Blocking;
import io.ipfskit.anyio.Disk;
import io.ipfskit.anyio.DiskFile;
import io.ipfskit.anyio.OnCancel;
import io.ipfskit.anyio.OpenMode;
import io.ipfskit.ipld.car.CarInput;
import io.ipfskit.operation.ByteSource;
import io.ipfskit.operation.Call;
import io.ipfskit.operation.OperationFailed;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/// The bytes that came with a call, read from begin to end.
final class Body {
    private static final int STREAM_READ = 64 * 1024;

    private Body() {}

    /// What is done with the bytes.
    @FunctionalInterface
    interface Use<R> {
        R with(CarInput in) throws IOException, InterruptedException;
    }

    /// Opens the bytes for `use`, and closes what was opened.
    ///
    /// @throws OperationFailed `invalid_argument` if none came
    static <R> R read(Call call, Disk disk, Use<R> use) throws IOException, InterruptedException {
        return switch (call.bytes()) {
            case null ->
                    throw OperationFailed.invalidField("body", "is missing: send bytes, or a file");
            case ByteSource.OfBytes(byte[] bytes) -> use.with(CarInput.of(ByteBuffer.wrap(bytes)));
            case ByteSource.OfStream(InputStream stream) ->
                    use.with(target -> read(stream, target));
            case ByteSource.OfReader reader -> use.with(reader.reader()::read);
            case ByteSource.OfPath(var path) -> {
                try (DiskFile file = disk.open(path, OpenMode.read())) {
                    long[] at = new long[1];
                    yield use.with(target -> {
                        int count = file.read(target, at[0]);
                        at[0] += Math.max(0, count);
                        return count;
                    });
                }
            }
        };
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

    /// All bytes.
    ///
    /// @throws OperationFailed `invalid_argument` if there are more than `limit`
    static ByteBuffer readAll(Call call, Disk disk, int limit)
            throws IOException, InterruptedException {
        return read(
                call,
                disk,
                in -> {
                    ByteBuffer all = ByteBuffer.wrap(new byte[Math.min(STREAM_READ, limit + 1)]);
                    while (in.read(all) >= 0) {
                        if (all.position() > limit) {
                            throw OperationFailed.invalidField(
                                    "body", "has more than " + limit + " bytes");
                        }
                        if (!all.hasRemaining()) {
                            int room = Math.min(limit + 1, all.capacity() * 4);
                            int have = all.position();
                            all = ByteBuffer.wrap(Arrays.copyOf(all.array(), room)).position(have);
                        }
                    }
                    return all.flip();
                });
    }
}
