package io.ipfskit.ipld.unixfs;

import io.ipfskit.ipld.Block;
import io.ipfskit.ipld.BlockSink;
import io.ipfskit.ipld.dagpb.PbLink;
import io.ipfskit.multiformats.Cid;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Builds one directory from its entries, which may come in any order. Whether it becomes one block
/// or is sharded depends only on the entries and the profile, so the CID does too.
///
/// All entries are held until [#finish], some 25 bytes each beside name and CID. For one task at a
/// time. To change a directory that is there, use [DirectoryEditor].
public final class DirectoryBuilder {
    /// The longest name in bytes of UTF-8. Longer than any file system has, to keep every block
    /// below 2 MiB.
    public static final int MAX_NAME = EntryName.MAX_BYTES;

    private final ImportProfile profile;
    private final BlockSink sink;
    private final Attributes attributes;
    private final EntryTable entries = new EntryTable();
    private final DirectorySize size;

    /// For a directory without attributes.
    public DirectoryBuilder(ImportProfile profile, BlockSink sink) {
        this(profile, sink, Attributes.NONE);
    }

    /// For a directory with attributes.
    public DirectoryBuilder(ImportProfile profile, BlockSink sink, Attributes attributes) {
        this.profile = profile;
        this.sink = sink;
        this.attributes = attributes;
        this.size = new DirectorySize(profile, attributes);
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
        byte[] bytes = EntryName.check(name);
        if (tsize < 0) {
            throw new IllegalArgumentException("size must not be negative, was " + tsize);
        }
        entries.add(bytes, cid, tsize, Murmur3.hash64(bytes));
        size.add(bytes.length, cid, tsize);
    }

    /// The number of entries so far.
    public int size() {
        return entries.size();
    }

    /// Whether [#finish] would shard the directory as it is now.
    public boolean isOverThreshold() {
        return size.isOver();
    }

    /// Writes the directory, shards before their parents, and gives its root.
    ///
    /// @throws IllegalArgumentException if two entries have the same name, or more than one block
    ///   can hold have the same hash
    public DagNode finish() throws IOException, InterruptedException {
        return isOverThreshold() ? shard(0, entries.size(), 0, attributes) : basic();
    }

    private DagNode basic() throws IOException, InterruptedException {
        List<PbLink> links = new ArrayList<>(entries.size());
        for (int row = 0; row < entries.size(); row++) {
            DirectoryEntry entry = entries.entry(row);
            links.add(new PbLink(entry.cid(), entry.name(), entry.tsize()));
        }
        links.sort((a, b) -> EntryName.compare(a.nameOrEmpty(), b.nameOrEmpty()));
        for (int i = 1; i < links.size(); i++) {
            if (links.get(i).nameOrEmpty().equals(links.get(i - 1).nameOrEmpty())) {
                throw twice(links.get(i).nameOrEmpty());
            }
        }
        return write(links, UnixFsData.directory(attributes));
    }

    private static IllegalArgumentException twice(String name) {
        return new IllegalArgumentException("two directory entries are named '" + name + "'");
    }

    private DagNode shard(int from, int to, int depth, Attributes own)
            throws IOException, InterruptedException {
        int fanout = profile.shardFanout();
        if (depth >= Hamt.maxDepth(fanout)) {
            throw inseparable(from, to);
        }
        int[] starts = entries.partition(from, to, depth, fanout);
        boolean[] used = new boolean[fanout];
        List<PbLink> links = new ArrayList<>();
        for (int index = 0; index < fanout; index++) {
            int count = starts[index + 1] - starts[index];
            if (count == 0) {
                continue;
            }
            used[index] = true;
            String prefix = Hamt.prefix(index, fanout);
            if (count == 1) {
                DirectoryEntry entry = entries.entry(starts[index]);
                links.add(new PbLink(entry.cid(), prefix + entry.name(), entry.tsize()));
            } else {
                DagNode child = shard(starts[index], starts[index + 1], depth + 1, Attributes.NONE);
                links.add(new PbLink(child.cid(), prefix, child.cumulativeSize()));
            }
        }
        return write(links, UnixFsData.shard(Hamt.bitfield(used), Hamt.HASH_TYPE, fanout, own));
    }

    /// The failure for rows whose hashes no level tells apart.
    private IllegalArgumentException inseparable(int from, int to) {
        List<byte[]> names = new ArrayList<>();
        for (int row = from; row < to; row++) {
            names.add(entries.nameBytes(row));
        }
        names.sort(Arrays::compareUnsigned);
        for (int i = 1; i < names.size(); i++) {
            if (Arrays.equals(names.get(i - 1), names.get(i))) {
                return twice(new String(names.get(i), StandardCharsets.UTF_8));
            }
        }
        return EntryName.sameHash(entries.name(from), entries.name(from + 1));
    }

    private DagNode write(List<PbLink> links, UnixFsData data)
            throws IOException, InterruptedException {
        Block block = Nodes.block(profile, links, data);
        sink.put(block);
        return new DagNode(block.cid(), DataType.DIRECTORY, 0, Nodes.cumulativeSize(block, links));
    }
}
