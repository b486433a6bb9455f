package io.ipfskit.node.mfs;

import io.ipfskit.ipld.unixfs.FileReader;
import io.ipfskit.multiformats.Cid;
import io.ipfskit.node.Failures;
import io.ipfskit.node.gc.Hold;
import io.ipfskit.operation.ByteStream;

import java.io.IOException;
import java.nio.ByteBuffer;

/// The bytes of a file of the tree, which is held until this is closed. For one task at a time.
final class MfsContent implements ByteStream {
    private final MfsPath path;
    private final Cid cid;
    private final FileReader reader;
    private final Hold hold;
    private final long offset;
    private final long length;

    MfsContent(MfsPath path, Cid cid, FileReader reader, Hold hold) {
        this.path = path;
        this.cid = cid;
        this.reader = reader;
        this.hold = hold;
        this.offset = reader.position();
        this.length = reader.remaining();
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public long offset() {
        return offset;
    }

    @Override
    public long total() {
        return reader.size();
    }

    @Override
    public String entityTag() {
        return cid.toString();
    }

    @Override
    public String fileName() {
        return path.name();
    }

    @Override
    public int read(ByteBuffer target) throws InterruptedException {
        try {
            int total = 0;
            while (target.hasRemaining()) {
                int count = reader.read(target);
                if (count < 0) {
                    return total == 0 ? -1 : total;
                }
                total += count;
            }
            return total;
        } catch (IOException e) {
            throw Failures.of(e, path.toString());
        }
    }

    @Override
    public void close() {
        hold.close();
    }
}
