package io.ipfskit.node.content;

import io.ipfskit.ipld.BlockSource;
import io.ipfskit.ipld.unixfs.FileReader;
import io.ipfskit.ipld.unixfs.UnixFsNode;
import io.ipfskit.multiformats.Cid;
import io.ipfskit.node.Failures;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;

/// A DAG as a TAR archive, made while it is read.
final class TarContent implements Content {
    private static final int FILE_MODE = 0644;
    private static final int DIRECTORY_MODE = 0755;
    private static final int LINK_MODE = 0777;

    private final BlockSource source;
    private final UnixFsNode root;
    private final String name;
    private final DagWalk walk;

    /// Bytes of headers and padding still to give.
    private ByteBuffer pending = ByteBuffer.allocate(0);

    private @Nullable FileReader file;
    private long padding;
    private boolean ended;

    TarContent(BlockSource source, UnixFsNode root, String name) {
        this.source = source;
        this.root = root;
        this.name = name;
        this.walk = new DagWalk(source, root, name);
    }

    @Override
    public Cid cid() {
        return root.cid();
    }

    @Override
    public String type() {
        return NodeTypes.of(root);
    }

    @Override
    public long length() {
        return -1;
    }

    @Override
    public String mediaType() {
        return "application/x-tar";
    }

    @Override
    public String fileName() {
        return name + ".tar";
    }

    @Override
    public int read(ByteBuffer target) throws InterruptedException {
        try {
            int total = 0;
            while (target.hasRemaining()) {
                int count = step(target);
                if (count < 0) {
                    return total == 0 ? -1 : total;
                }
                total += count;
            }
            return total;
        } catch (IOException e) {
            throw Failures.of(e, cid().toString());
        }
    }

    private int step(ByteBuffer target) throws IOException, InterruptedException {
        if (pending.hasRemaining()) {
            int count = Math.min(pending.remaining(), target.remaining());
            target.put(pending.slice(pending.position(), count));
            pending.position(pending.position() + count);
            return count;
        }
        FileReader current = file;
        if (current != null) {
            int count = current.read(target);
            if (count >= 0) {
                return count;
            }
            file = null;
            pending = ByteBuffer.allocate((int) padding);
            return 0;
        }
        if (ended) {
            return -1;
        }
        DagWalk.Visit visit = walk.next();
        if (visit == null) {
            ended = true;
            pending = ByteBuffer.allocate(2 * TarHeader.BLOCK);
        } else {
            begin(visit);
        }
        return 0;
    }

    private void begin(DagWalk.Visit visit) throws IOException, InterruptedException {
        UnixFsNode node = visit.node();
        int mode = node.attributes().mode();
        Instant given = node.attributes().mtime();
        Instant mtime = given == null ? Instant.EPOCH : given;
        byte[] header =
                switch (node) {
                    case UnixFsNode.Content content -> {
                        file =
                                new FileReader(
                                        source, node, 0, Long.MAX_VALUE, FileReader.Prefetch.NONE);
                        padding = -content.size() & (TarHeader.BLOCK - 1);
                        yield TarHeader.member(
                                TarHeader.FILE,
                                visit.path(),
                                null,
                                content.size(),
                                mode == 0 ? FILE_MODE : mode,
                                mtime);
                    }
                    case UnixFsNode.Folder _ ->
                            TarHeader.member(
                                    TarHeader.DIRECTORY,
                                    visit.path(),
                                    null,
                                    0,
                                    mode == 0 ? DIRECTORY_MODE : mode,
                                    mtime);
                    case UnixFsNode.SymlinkNode link ->
                            TarHeader.member(
                                    TarHeader.SYMLINK,
                                    visit.path(),
                                    link.target(),
                                    0,
                                    LINK_MODE,
                                    mtime);
                };
        pending = ByteBuffer.wrap(header);
    }

    @Override
    public void close() {}
}
