package io.ipfskit.ipld.unixfs;

import io.ipfskit.ipld.BlockSource;
import io.ipfskit.ipld.MalformedBlock;
import io.ipfskit.ipld.UnsupportedContent;
import io.ipfskit.multiformats.Cid;
import io.ipfskit.multiformats.Multicodec;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// Reads the bytes of a file, or a range of them, block by block.
///
/// Only blocks that hold wanted bytes are fetched. Every part must have exactly the size that its
/// parent claims, so a reader either gives all bytes of the range or fails; it never ends early.
/// Holds the nodes on the path to the current leaf, whatever the size of the file. For one task at
/// a time.
public final class FileReader {
    /// The deepest DAG that is read. Balanced files of 2^63 bytes have 5 levels.
    public static final int MAX_DEPTH = 128;

    /// Told what will be fetched, so that a source can start early.
    @FunctionalInterface
    public interface Prefetch {
        /// Does nothing.
        Prefetch NONE = upcoming -> {};

        /// The wanted parts of a node that was just opened, in the order in which they will be
        /// fetched.
        void upcoming(List<Cid> upcoming);
    }

    private final BlockSource source;
    private final Prefetch prefetch;
    private final long size;
    private final long end;
    private final Deque<Frame> path = new ArrayDeque<>();
    private long position;
    private ByteBuffer chunk = ByteBuffer.allocate(0);

    /// An open node. Invariant: `at` is where in the file its next part begins.
    private static final class Frame {
        final UnixFsNode.FileNode node;
        long at;
        int next;

        Frame(UnixFsNode.FileNode node, long at) {
            this.node = node;
            this.at = at;
        }
    }

    /// Opens the whole file.
    public FileReader(BlockSource source, Cid cid) throws IOException, InterruptedException {
        this(source, cid, 0, Long.MAX_VALUE);
    }

    /// Opens a range: `length` bytes from `offset`, or to the end of the file if that is earlier.
    ///
    /// @throws IllegalArgumentException if offset or length is negative
    /// @throws UnsupportedContent if it is no file
    public FileReader(BlockSource source, Cid cid, long offset, long length)
            throws IOException, InterruptedException {
        this(source, UnixFs.read(source, cid), offset, length, Prefetch.NONE);
    }

    /// Opens a range of a node that was already read.
    public FileReader(
            BlockSource source, UnixFsNode root, long offset, long length, Prefetch prefetch)
            throws UnsupportedContent {
        if (offset < 0 || length < 0) {
            throw new IllegalArgumentException(
                    "offset and length must not be negative, were " + offset + " and " + length);
        }
        if (!(root instanceof UnixFsNode.Content content)) {
            throw new UnsupportedContent(root.cid(), "it is no file");
        }
        this.source = source;
        this.prefetch = prefetch;
        this.size = content.size();
        this.position = Math.min(offset, size);
        this.end = length > size - position ? size : position + length;
        open(content, 0);
    }

    /// The size of the whole file.
    public long size() {
        return size;
    }

    /// Where in the file the next byte is.
    public long position() {
        return position;
    }

    /// The bytes still to come.
    public long remaining() {
        return end - position;
    }

    /// The next bytes of the range as a read-only view of their block, `null` at the end. Copies
    /// nothing.
    ///
    /// @throws MalformedBlock if a part has another size than its parent claims, or the DAG is too
    ///   deep
    public @Nullable ByteBuffer next() throws IOException, InterruptedException {
        if (position >= end) {
            return null;
        }
        while (!chunk.hasRemaining()) {
            advance();
        }
        int count = (int) Math.min(chunk.remaining(), end - position);
        ByteBuffer out = chunk.slice(chunk.position(), count);
        chunk.position(chunk.position() + count);
        position += count;
        return out;
    }

    /// Copies the next bytes and gives their number, -1 at the end. Fills less than there is room
    /// for when a block ends.
    public int read(ByteBuffer out) throws IOException, InterruptedException {
        if (position >= end) {
            return -1;
        }
        if (!out.hasRemaining()) {
            return 0;
        }
        while (!chunk.hasRemaining()) {
            int count = readPart(out);
            if (count > 0) {
                position += count;
                return count;
            }
            advance();
        }
        int count = (int) Math.min(Math.min(chunk.remaining(), out.remaining()), end - position);
        out.put(chunk.slice(chunk.position(), count));
        chunk.position(chunk.position() + count);
        position += count;
        return count;
    }

    /// Reads the next part straight into `out`, if it is a raw leaf that begins here and is wanted
    /// whole; gives 0 otherwise.
    private int readPart(ByteBuffer out) throws IOException, InterruptedException {
        Frame frame = path.getLast();
        if (frame.next == frame.node.links().size() || frame.at != position) {
            return 0;
        }
        long partSize = frame.node.blockSizes()[frame.next];
        Cid cid = frame.node.links().get(frame.next).cid();
        if (cid.codec() != Multicodec.RAW
                || cid.isIdentity()
                || partSize > Math.min(out.remaining(), end - position)) {
            return 0;
        }
        int limit = out.limit();
        int size;
        try {
            size = source.read(cid, out.limit(out.position() + (int) partSize));
        } finally {
            out.limit(limit);
        }
        requireSize(frame, cid, partSize, size);
        frame.at += partSize;
        frame.next++;
        return size;
    }

    /// Opens the part that holds `position`. Terminates: every part that is opened claims at least
    /// one wanted byte.
    private void advance() throws IOException, InterruptedException {
        Frame frame = path.getLast();
        while (frame.next == frame.node.links().size()) {
            path.removeLast();
            frame = path.getLast();
        }
        long partSize = frame.node.blockSizes()[frame.next];
        if (frame.at + partSize <= position) {
            frame.at += partSize;
            frame.next++;
            return;
        }
        Cid cid = frame.node.links().get(frame.next).cid();
        UnixFsNode part = UnixFs.read(source, cid);
        if (!(part instanceof UnixFsNode.Content content)) {
            throw new MalformedBlock(frame.node.cid(), "part " + cid + " of a file is no file");
        }
        requireSize(frame, cid, partSize, content.size());
        long at = frame.at;
        frame.at += partSize;
        frame.next++;
        open(content, at);
    }

    private static void requireSize(Frame frame, Cid cid, long claimed, long size)
            throws MalformedBlock {
        if (size != claimed) {
            throw new MalformedBlock(
                    frame.node.cid(),
                    "it claims " + claimed + " bytes for part " + cid + ", which has " + size);
        }
    }

    private void open(UnixFsNode.Content content, long at) throws UnsupportedContent {
        switch (content) {
            case UnixFsNode.RawNode raw -> chunk = from(raw.data(), at);
            case UnixFsNode.FileNode file -> {
                chunk = from(file.data(), at);
                if (!file.links().isEmpty()) {
                    if (path.size() == MAX_DEPTH) {
                        throw new UnsupportedContent(
                                file.cid(), "the file is deeper than " + MAX_DEPTH + " nodes");
                    }
                    Frame frame = new Frame(file, at + file.data().remaining());
                    path.addLast(frame);
                    announce(frame);
                }
            }
        }
    }

    private ByteBuffer from(ByteBuffer data, long at) {
        int skip = (int) Math.min(Math.max(0, position - at), data.remaining());
        return data.slice(data.position() + skip, data.remaining() - skip);
    }

    private void announce(Frame frame) {
        if (prefetch.equals(Prefetch.NONE)) {
            return;
        }
        List<Cid> wanted = new ArrayList<>();
        long at = frame.at;
        for (int i = 0; i < frame.node.links().size() && at < end; i++) {
            long partSize = frame.node.blockSizes()[i];
            if (partSize > 0 && at + partSize > position) {
                wanted.add(frame.node.links().get(i).cid());
            }
            at += partSize;
        }
        prefetch.upcoming(wanted);
    }
}
