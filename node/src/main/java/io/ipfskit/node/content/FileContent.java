package io.ipfskit.node.content;

import io.ipfskit.ipld.unixfs.FileReader;
import io.ipfskit.multiformats.Cid;
import io.ipfskit.node.Failures;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;

/// A file, or a range of one.
final class FileContent implements Content {
    private final Cid cid;
    private final FileReader reader;
    private final long offset;
    private final long length;
    private final @Nullable String name;

    FileContent(Cid cid, FileReader reader, @Nullable String name) {
        this.cid = cid;
        this.reader = reader;
        this.offset = reader.position();
        this.length = reader.remaining();
        this.name = name;
    }

    @Override
    public Cid cid() {
        return cid;
    }

    @Override
    public String type() {
        return NodeTypes.FILE;
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
    public @Nullable String fileName() {
        return name;
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
            throw Failures.of(e, cid.toString());
        }
    }

    @Override
    public void close() {}
}
