package io.ipfskit.ipld.unixfs;

import io.ipfskit.ipld.Block;
import io.ipfskit.ipld.BlockSink;
import io.ipfskit.ipld.BlockSource;
import io.ipfskit.ipld.MalformedBlock;
import io.ipfskit.ipld.UnsupportedContent;
import io.ipfskit.ipld.dagpb.DagPb;
import io.ipfskit.ipld.dagpb.PbLink;
import io.ipfskit.multiformats.Cid;
import io.ipfskit.multiformats.Multicodec;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

/// Changes a file: writes bytes over others and beyond the end, and gives the new root.
///
/// Bytes that are there are changed in place: only the leaves that hold them and the nodes above
/// are read and written, each with the version and hash function it has, and the file keeps its
/// shape. What comes after the end is cut by the profile's chunker into new leaves; they are put at
/// the end as in the trickle layout ([Layout#TRICKLE], 174 leaves per node), whatever the layout of
/// the file so far. A gap between the end and the first byte is filled with zeros, in leaves of
/// 4096 bytes. A file of one raw leaf without attributes is that leaf. In all that the CIDs are
/// those of Kubo, where Kubo reads its input in pieces of one chunk.
///
/// ```java
/// FileEditor editor = new FileEditor(profile, source, sink, FileEditor.Hashing.HERE, root);
/// Cid changed = editor.write(1_000_000, target -> channel.read(target)).cid();
/// ```
///
/// Holds one chunk and the nodes on one path, whatever the size of the file. Nothing that the sink
/// took is asked of the source. For one task and one [#write]; after a failure the file in the
/// store is as it was.
public final class FileEditor {
    /// The longest gap that is filled with zeros, in bytes.
    public static final long GAP_MAX = 1L << 30;

    private static final int TRICKLE_LINKS = 174;
    private static final int ZEROS = 4096;

    /// The bytes to write.
    @FunctionalInterface
    public interface Input {
        /// Puts at least one byte into `target` and returns how many, or -1 at the end.
        int read(ByteBuffer target) throws IOException, InterruptedException;
    }

    /// Where blocks are hashed.
    @FunctionalInterface
    public interface Hashing {
        /// On the calling thread.
        Hashing HERE = (_, block) -> block.get();

        /// Computes a block.
        ///
        /// @param bytes about how many are hashed
        Block hash(int bytes, Supplier<Block> block) throws InterruptedException;
    }

    private final ImportProfile profile;
    private final BlockSource source;
    private final BlockSink sink;
    private final Hashing hashing;

    /// What it is so far; null for a file that is new.
    private final UnixFsNode.@Nullable Content before;

    /// A raw leaf that is the whole file stands below a node that it does not have yet.
    private final OpenFileNode root;

    private Attributes attributes;
    private boolean used;

    /// Open nodes at the end of the file, from below the root down, when bytes follow that end.
    private final Deque<OpenFileNode> open = new ArrayDeque<>();

    /// The leaf that was written last: the source may not have it.
    private @Nullable Cid lastLeaf;

    /// Where the next byte goes.
    private long position;

    /// A file without bytes.
    public FileEditor(
            ImportProfile profile,
            BlockSource source,
            BlockSink sink,
            Hashing hashing,
            Attributes attributes) {
        this.profile = trickle(profile);
        this.source = source;
        this.sink = sink;
        this.hashing = hashing;
        this.before = null;
        this.root = new OpenFileNode();
        this.attributes = attributes;
    }

    /// Opens a file. Its attributes are kept; new nodes get the version and the hash function of
    /// its CID.
    ///
    /// @param source gives the file's blocks
    /// @throws UnsupportedContent if it is no file
    public FileEditor(
            ImportProfile profile, BlockSource source, BlockSink sink, Hashing hashing, Cid cid)
            throws IOException, InterruptedException {
        UnixFsNode node = UnixFs.read(source, cid);
        if (!(node instanceof UnixFsNode.Content content)) {
            throw new UnsupportedContent(cid, "it is no file");
        }
        this.profile = trickle(profile.like(cid));
        this.source = source;
        this.sink = sink;
        this.hashing = hashing;
        this.before = content;
        this.attributes = content.attributes();
        this.root =
                switch (content) {
                    case UnixFsNode.FileNode file -> new OpenFileNode(file);
                    case UnixFsNode.RawNode raw -> above(raw);
                };
    }

    private static ImportProfile trickle(ImportProfile profile) {
        return profile.withLayout(Layout.TRICKLE).withMaxLinks(TRICKLE_LINKS);
    }

    private static OpenFileNode above(UnixFsNode.RawNode raw) {
        OpenFileNode node = new OpenFileNode();
        if (raw.size() > 0) {
            node.add(new PbLink(raw.cid(), "", raw.size()), raw.size());
        }
        return node;
    }

    /// Bytes of the file as it was opened.
    public long size() {
        return before == null ? 0 : before.size();
    }

    /// The attributes that the file will have.
    public Attributes attributes() {
        return attributes;
    }

    /// Gives the file other attributes, if bytes are written.
    public void setAttributes(Attributes other) {
        attributes = other;
    }

    /// Writes all that `in` gives from `offset` on, and gives the root. Without bytes the file
    /// stays as it is, but for the gap to `offset`.
    ///
    /// @throws IllegalArgumentException if the offset is negative or more than [#GAP_MAX] beyond
    ///   the end
    /// @throws MalformedBlock if a part has another size than its parent claims
    public DagNode write(long offset, Input in) throws IOException, InterruptedException {
        if (used) {
            throw new IllegalStateException("the file was written");
        }
        used = true;
        if (offset < 0 || offset - size() > GAP_MAX) {
            throw new IllegalArgumentException(
                    "offset must be in [0, "
                            + GAP_MAX
                            + "] from the end of the file at "
                            + size()
                            + ", was "
                            + offset);
        }
        position = offset;
        FileInput bytes = new FileInput(in);
        boolean more = bytes.more();
        if (!more && offset <= size() && before != null) {
            return unchanged(before);
        }
        change(root, 0, true, 0, bytes);
        long gap = Math.max(0, offset - size());
        if (gap > 0 || bytes.more()) {
            return append(gap, bytes);
        }
        return whole();
    }

    private static DagNode unchanged(UnixFsNode.Content file) {
        return new DagNode(file.cid(), DataType.FILE, file.size(), file.cumulativeSize());
    }

    // ---- in place ----

    /// Writes over the bytes of a node from `position` on.
    ///
    /// @param at where in the file the node begins
    /// @param last whether the file ends with it
    private void change(OpenFileNode node, long at, boolean last, int depth, FileInput in)
            throws IOException, InterruptedException {
        ByteBuffer own = node.data();
        long start = at + own.remaining();
        if (position < start) {
            overwrite(own, at, in);
        }
        for (int i = 0; i < node.linkCount() && in.more(); i++) {
            long end = start + node.partSize(i);
            if (position < end) {
                changePart(node, i, start, last && i == node.linkCount() - 1, depth, in);
            }
            start = end;
        }
    }

    private void changePart(
            OpenFileNode node, int index, long at, boolean last, int depth, FileInput in)
            throws IOException, InterruptedException {
        PbLink link = node.link(index);
        Block block = BlockSource.fetch(source, link.cid());
        UnixFsNode part = UnixFs.decode(block);
        if (!(part instanceof UnixFsNode.Content content)
                || content.size() != node.partSize(index)) {
            throw new MalformedBlock(
                    link.cid(), "as part of a file it is none, or has another size than claimed");
        }
        if (!(content instanceof UnixFsNode.FileNode file) || file.links().isEmpty()) {
            Block leaf = leaf(block, content, at, in);
            sink.put(leaf);
            lastLeaf = leaf.cid();
            node.replace(index, new PbLink(leaf.cid(), link.name(), leaf.size()));
            return;
        }
        if (depth == FileReader.MAX_DEPTH) {
            throw new UnsupportedContent(
                    link.cid(), "the file is deeper than " + FileReader.MAX_DEPTH + " nodes");
        }
        OpenFileNode below = new OpenFileNode(file);
        change(below, at, last, depth + 1, in);
        if (last && in.more()) {
            node.removeLast();
            open.addFirst(below);
            return;
        }
        DagNode written = below.write(profile.like(link.cid()), sink, file.attributes());
        node.replace(index, new PbLink(written.cid(), link.name(), written.cumulativeSize()));
    }

    /// A leaf with other bytes, of the same size and kind.
    private Block leaf(Block block, UnixFsNode.Content content, long at, FileInput in)
            throws IOException, InterruptedException {
        ImportProfile own = profile.like(block.cid());
        ByteBuffer bytes = ByteBuffer.allocate((int) content.size());
        ByteBuffer before =
                switch (content) {
                    case UnixFsNode.RawNode raw -> raw.data();
                    case UnixFsNode.FileNode file -> file.data();
                };
        bytes.put(before.duplicate()).flip();
        overwrite(bytes, at, in);
        int size = bytes.remaining();
        if (content instanceof UnixFsNode.RawNode) {
            return hashing.hash(size, () -> Nodes.block(own, Multicodec.RAW, bytes));
        }
        UnixFsData data =
                typeOf(block) == DataType.RAW
                        ? UnixFsData.raw(bytes, size)
                        : UnixFsData.file(bytes, size, new long[0], content.attributes());
        return hashing.hash(size, () -> Nodes.block(own, List.of(), data));
    }

    private static DataType typeOf(Block block) {
        ByteBuffer data = DagPb.read(block.bytes()).data();
        return data == null ? DataType.FILE : UnixFsData.decode(data).type();
    }

    /// Fills `bytes`, which stand at `at`, from `position` on.
    private void overwrite(ByteBuffer bytes, long at, FileInput in)
            throws IOException, InterruptedException {
        ByteBuffer target = bytes.duplicate();
        target.position(target.position() + (int) (position - at));
        int from = target.position();
        in.fill(target);
        position += target.position() - from;
    }

    // ---- at the end ----

    private DagNode append(long gap, FileInput in) throws IOException, InterruptedException {
        boolean isNew = root.size() == 0 && root.linkCount() == 0 && open.isEmpty() && gap == 0;
        Chunks chunks = new Chunks(in);
        @Nullable Leaf first = chunks.next();
        if (isNew && first != null && isAlone() && !chunks.more()) {
            sink.put(first.block());
            return new DagNode(
                    first.block().cid(), DataType.FILE, first.size(), first.block().size());
        }
        TrickleLayout layout = new TrickleLayout(profile, sink, spine());
        zeros(layout, gap);
        for (Leaf leaf = first; leaf != null; leaf = chunks.next()) {
            put(layout, leaf);
        }
        return layout.finish(attributes);
    }

    /// Whether a leaf of its own is a file.
    private boolean isAlone() {
        return profile.rawLeaves() && attributes.isEmpty();
    }

    private void put(TrickleLayout layout, Leaf leaf) throws IOException, InterruptedException {
        sink.put(leaf.block());
        layout.add(new PbLink(leaf.block().cid(), "", leaf.block().size()), leaf.size());
    }

    private void zeros(TrickleLayout layout, long gap) throws IOException, InterruptedException {
        if (gap == 0) {
            return;
        }
        Leaf full = Leaf.of(profile, ByteBuffer.allocate(Math.min(ZEROS, profile.chunkSize())));
        long left = gap;
        if (left >= full.size()) {
            sink.put(full.block());
        }
        for (; left >= full.size(); left -= full.size()) {
            layout.add(new PbLink(full.block().cid(), "", full.block().size()), full.size());
        }
        if (left > 0) {
            put(layout, Leaf.of(profile, ByteBuffer.allocate((int) left)));
        }
    }

    /// The root and the nodes at the end that take more: in a trickle those that have subtrees.
    private List<OpenFileNode> spine() throws IOException, InterruptedException {
        List<OpenFileNode> spine = new ArrayList<>();
        spine.add(root);
        spine.addAll(open);
        int deepest = 0;
        while (deepest < FileReader.MAX_DEPTH) {
            OpenFileNode node = spine.get(deepest);
            boolean isLast = deepest == spine.size() - 1;
            if (node.linkCount() + (isLast ? 0 : 1) <= TRICKLE_LINKS) {
                break;
            }
            if (isLast) {
                OpenFileNode below = lastPart(node);
                if (below == null) {
                    break;
                }
                node.removeLast();
                spine.add(below);
            }
            deepest++;
        }
        while (spine.size() > deepest + 1) {
            OpenFileNode done = spine.removeLast();
            spine.getLast().add(done.write(profile, sink, Attributes.NONE));
        }
        return spine;
    }

    /// The last part of a node, unless it is a leaf.
    private @Nullable OpenFileNode lastPart(OpenFileNode node)
            throws IOException, InterruptedException {
        int last = node.linkCount() - 1;
        Cid cid = node.link(last).cid();
        if (cid.codec() == Multicodec.RAW || Objects.equals(cid, lastLeaf)) {
            return null;
        }
        if (!(UnixFs.read(source, cid) instanceof UnixFsNode.FileNode file)
                || file.size() != node.partSize(last)) {
            throw new MalformedBlock(
                    cid, "as part of a file it is none, or has another size than claimed");
        }
        return file.links().isEmpty() ? null : new OpenFileNode(file);
    }

    /// Writes the root of what was changed in place.
    private DagNode whole() throws IOException, InterruptedException {
        boolean wasRaw = before instanceof UnixFsNode.RawNode;
        if (root.linkCount() == 1
                && root.link(0).cid().codec() == Multicodec.RAW
                && root.partSize(0) == root.size()
                && attributes.isEmpty()
                && (wasRaw || profile.rawLeaves())) {
            PbLink leaf = root.link(0);
            return new DagNode(leaf.cid(), DataType.FILE, root.size(), leaf.tsizeOrZero());
        }
        return root.write(profile, sink, attributes);
    }

    /// Cuts what is left of the input.
    private final class Chunks {
        private final FileInput in;
        private ByteBuffer rest = ByteBuffer.allocate(0);

        Chunks(FileInput in) {
            this.in = in;
        }

        boolean more() throws IOException, InterruptedException {
            return rest.hasRemaining() || in.more();
        }

        /// The next leaf, null at the end.
        @Nullable Leaf next() throws IOException, InterruptedException {
            int max = profile.chunkSize();
            ByteBuffer window = rest;
            if (rest.remaining() < max && in.more()) {
                ByteBuffer more = in.next(max - rest.remaining());
                window =
                        rest.hasRemaining()
                                ? ByteBuffer.allocate(rest.remaining() + more.remaining())
                                        .put(rest)
                                        .put(more)
                                        .flip()
                                : more;
            }
            if (!window.hasRemaining()) {
                return null;
            }
            int cut = profile.chunker().cut(window);
            ByteBuffer chunk = window.slice(window.position(), cut);
            rest = window.slice(window.position() + cut, window.remaining() - cut);
            Block block = hashing.hash(cut, () -> Leaf.of(profile, chunk).block());
            return new Leaf(block, cut);
        }
    }
}
