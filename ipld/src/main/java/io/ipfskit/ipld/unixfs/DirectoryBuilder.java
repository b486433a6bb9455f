package io.ipfskit.ipld.unixfs;

import io.ipfskit.ipld.Block;
import io.ipfskit.ipld.BlockSink;
import io.ipfskit.ipld.dagpb.DagPb;
import io.ipfskit.ipld.dagpb.PbLink;
import io.ipfskit.ipld.internal.Protobuf;
import io.ipfskit.multiformats.Cid;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Builds one directory from its entries, which may come in any order. Whether it becomes one block
/// or is sharded depends only on the entries and the profile, so the CID does too.
///
/// All entries are held until [#finish], about 150 bytes each. For one task at a time.
public final class DirectoryBuilder {
    /// The longest name in bytes of UTF-8. Longer than any file system has, to keep every block
    /// below 2 MiB.
    public static final int MAX_NAME = 4096;

    private final ImportProfile profile;
    private final BlockSink sink;
    private final Attributes attributes;
    private final List<Entry> entries = new ArrayList<>();
    private long linkBytes;
    private long blockBytes;

    private record Entry(
            String text,
            @SuppressWarnings("ArrayRecordComponent") byte[] name,
            Cid cid,
            long tsize,
            long hash) {}

    /// For a directory without attributes.
    public DirectoryBuilder(ImportProfile profile, BlockSink sink) {
        this(profile, sink, Attributes.NONE);
    }

    /// For a directory with attributes.
    public DirectoryBuilder(ImportProfile profile, BlockSink sink, Attributes attributes) {
        this.profile = profile;
        this.sink = sink;
        this.attributes = attributes;
        this.blockBytes = Protobuf.sizeOfBytes(UnixFsData.directory(attributes).encodedSize());
    }

    /// Adds an entry.
    ///
    /// @throws IllegalArgumentException if the name is empty, `.` or `..`, has a `/` or NUL, is not
    ///   valid Unicode, or is too long
    public void add(String name, DagNode node) {
        add(name, node.cid(), node.cumulativeSize());
    }

    /// Adds an entry for a DAG that was not built here.
    public void add(String name, Cid cid, long tsize) {
        byte[] bytes = checkName(name);
        if (tsize < 0) {
            throw new IllegalArgumentException("size must not be negative, was " + tsize);
        }
        entries.add(new Entry(name, bytes, cid, tsize, Murmur3.hash64(bytes)));
        linkBytes += bytes.length + cid.size();
        blockBytes += DagPb.encodedLinkSize(cid.size(), bytes.length, tsize);
    }

    private static byte[] checkName(String name) {
        byte[] bytes = Protobuf.utf8(name, "name of a directory entry");
        if (name.isEmpty() || name.equals(".") || name.equals("..")) {
            throw new IllegalArgumentException("a directory entry cannot be named '" + name + "'");
        }
        if (name.indexOf('/') >= 0 || name.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(
                    "the name of a directory entry cannot have '/' or NUL");
        }
        if (bytes.length > MAX_NAME) {
            throw new IllegalArgumentException(
                    "the name of a directory entry has at most "
                            + MAX_NAME
                            + " bytes, had "
                            + bytes.length);
        }
        return bytes;
    }

    /// The number of entries so far.
    public int size() {
        return entries.size();
    }

    /// Whether [#finish] would shard the directory as it is now.
    public boolean isOverThreshold() {
        long estimate =
                switch (profile.shardEstimate()) {
                    case LINKS_BYTES -> linkBytes;
                    case BLOCK_BYTES -> blockBytes;
                };
        return estimate > profile.shardThreshold();
    }

    /// Writes the directory, shards before their parents, and gives its root.
    ///
    /// @throws IllegalArgumentException if two entries have the same name, or more than one block
    ///   can hold have the same hash
    public DagNode finish() throws IOException, InterruptedException {
        entries.sort((a, b) -> Arrays.compareUnsigned(a.name, b.name));
        for (int i = 1; i < entries.size(); i++) {
            if (Arrays.equals(entries.get(i - 1).name, entries.get(i).name)) {
                throw new IllegalArgumentException(
                        "two directory entries are named '" + entries.get(i).text + "'");
            }
        }
        return isOverThreshold() ? sharded() : basic();
    }

    private DagNode basic() throws IOException, InterruptedException {
        List<PbLink> links = new ArrayList<>(entries.size());
        for (Entry entry : entries) {
            links.add(new PbLink(entry.cid, entry.text, entry.tsize));
        }
        return write(links, UnixFsData.directory(attributes));
    }

    private DagNode sharded() throws IOException, InterruptedException {
        // index order at every level is the order of the whole hash
        entries.sort((a, b) -> Long.compareUnsigned(a.hash, b.hash));
        return shard(0, entries.size(), 0, attributes);
    }

    private DagNode shard(int from, int to, int depth, Attributes own)
            throws IOException, InterruptedException {
        int fanout = profile.shardFanout();
        if (depth >= Hamt.maxDepth(fanout)) {
            throw new IllegalArgumentException(
                    "names '"
                            + entries.get(from).text
                            + "' and '"
                            + entries.get(from + 1).text
                            + "' have the same hash and cannot be in one sharded directory");
        }
        boolean[] used = new boolean[fanout];
        List<PbLink> links = new ArrayList<>();
        int at = from;
        while (at < to) {
            int index = Hamt.index(entries.get(at).hash, depth, fanout);
            int end = at + 1;
            while (end < to && Hamt.index(entries.get(end).hash, depth, fanout) == index) {
                end++;
            }
            used[index] = true;
            String prefix = Hamt.prefix(index, fanout);
            if (end == at + 1) {
                Entry entry = entries.get(at);
                links.add(new PbLink(entry.cid, prefix + entry.text, entry.tsize));
            } else {
                DagNode child = shard(at, end, depth + 1, Attributes.NONE);
                links.add(new PbLink(child.cid(), prefix, child.cumulativeSize()));
            }
            at = end;
        }
        return write(links, UnixFsData.shard(Hamt.bitfield(used), Hamt.HASH_TYPE, fanout, own));
    }

    private DagNode write(List<PbLink> links, UnixFsData data)
            throws IOException, InterruptedException {
        Block block = Nodes.block(profile, links, data);
        sink.put(block);
        return new DagNode(block.cid(), DataType.DIRECTORY, 0, Nodes.cumulativeSize(block, links));
    }
}
