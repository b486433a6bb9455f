package io.ipfskit.node.content;

import io.ipfskit.anyio.Compute;
import io.ipfskit.multiformats.Cid;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/// Other content compressed while it is read, as a member of
/// [gzip](https://www.rfc-editor.org/rfc/rfc1952).
///
/// The header has neither time nor name, so that equal content and levels give equal bytes.
final class GzipContent implements Content {
    private static final int WINDOW = 128 * 1024;
    private static final int TRAILER = 8;

    /// Magic, deflate, no flags, no time, no hint, unknown system.
    private static final byte[] HEADER = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff};

    private final Content plain;
    private final @Nullable String name;
    private final Deflater deflater;
    private final CRC32 crc = new CRC32();
    private final ByteBuffer input = ByteBuffer.allocate(WINDOW);
    private final ByteBuffer output = ByteBuffer.allocate(WINDOW);
    private boolean last;
    private boolean ended;
    private boolean closed;

    /// Takes possession of `plain`.
    ///
    /// @param level 1 to 9, or [Deflater#DEFAULT_COMPRESSION]
    GzipContent(Content plain, int level) {
        this.plain = plain;
        String plainName = plain.fileName();
        this.name = plainName == null ? null : plainName + ".gz";
        this.deflater = new Deflater(level, true);
        output.put(HEADER).flip();
    }

    @Override
    public Cid cid() {
        return plain.cid();
    }

    @Override
    public String type() {
        return plain.type();
    }

    @Override
    public long length() {
        return -1;
    }

    @Override
    public String mediaType() {
        return "application/gzip";
    }

    @Override
    public @Nullable String fileName() {
        return name;
    }

    @Override
    public int read(ByteBuffer target) throws IOException, InterruptedException {
        while (!output.hasRemaining()) {
            if (ended) {
                return -1;
            }
            refill();
        }
        int count = Math.min(output.remaining(), target.remaining());
        target.put(output.slice(output.position(), count));
        output.position(output.position() + count);
        return count;
    }

    private void refill() throws IOException, InterruptedException {
        if (!last && deflater.needsInput()) {
            if (plain.read(input.clear()) < 0) {
                last = true;
                // it would take the cleared buffer for more
                deflater.setInput(ByteBuffer.allocate(0));
                deflater.finish();
            } else {
                input.flip();
                crc.update(input.duplicate());
                deflater.setInput(input);
            }
        }
        output.clear();
        output.limit(WINDOW - TRAILER);
        Compute.call(() -> deflater.deflate(output));
        output.limit(WINDOW);
        if (deflater.finished()) {
            ended = true;
            output.order(ByteOrder.LITTLE_ENDIAN)
                    .putInt((int) crc.getValue())
                    .putInt((int) deflater.getBytesRead());
        }
        output.flip();
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            deflater.end();
            plain.close();
        }
    }
}
