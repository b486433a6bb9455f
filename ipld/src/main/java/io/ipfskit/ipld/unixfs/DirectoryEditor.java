package io.ipfskit.ipld.unixfs;

import io.ipfskit.ipld.Block;
import io.ipfskit.ipld.BlockSink;
import io.ipfskit.ipld.BlockSource;
import io.ipfskit.ipld.MalformedBlock;
import io.ipfskit.ipld.UnsupportedContent;
import io.ipfskit.ipld.dagpb.PbLink;
import io.ipfskit.multiformats.Cid;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Changes a directory: entries are put and removed, then [#write] gives the new root. The CID is
/// the one that [DirectoryBuilder] gives for the same entries, whatever the way to them; a
/// directory that grows beyond the threshold of the profile becomes sharded, one that shrinks below
/// becomes one block again.
///
/// A change reads the shards on the way to its name, and [#write] writes these and no others. That
/// a sharded directory is over the threshold is believed while changes do not make it smaller; once
/// they do, as many entries are read as are needed to know, and the next such reading comes only
/// after as many removals as the threshold has room for. A directory that was sharded by other
/// rules than those of the profile keeps its width, and stays sharded until something is removed.
///
/// ```java
/// DirectoryEditor editor = new DirectoryEditor(profile, source, sink, root);
/// editor.put("new.txt", file);
/// editor.remove("old.txt");
/// Cid changed = editor.write().cid();
/// ```
///
/// Holds the entries of an unsharded directory, or the shards that changes led to since the last
/// [#write]: for many changes, write now and then. For one task at a time; after a failure the
/// editor is of no use, the directory in the store is as it was.
public final class DirectoryEditor {
    private final ImportProfile profile;
    private final BlockSource source;
    private final BlockSink sink;
    private Attributes attributes;
    private DirectorySize size;

    /// The entries by name while the directory is one block. Exactly one of this and `shards` is
    /// there.
    private @Nullable Map<String, DirectoryEntry> plain;

    private @Nullable OpenShard shards;

    /// An empty directory.
    public DirectoryEditor(
            ImportProfile profile, BlockSource source, BlockSink sink, Attributes attributes) {
        this.profile = profile;
        this.source = source;
        this.sink = sink;
        this.attributes = attributes;
        this.size = new DirectorySize(profile, attributes);
        this.plain = new TreeMap<>(EntryName::compare);
    }

    /// Opens a directory. Its attributes are kept.
    ///
    /// @param source gives the directory's blocks, and what `sink` took
    /// @throws UnsupportedContent if it is no directory
    /// @throws MalformedBlock if two of its entries have the same name
    public DirectoryEditor(ImportProfile profile, BlockSource source, BlockSink sink, Cid root)
            throws IOException, InterruptedException {
        UnixFsNode node = UnixFs.read(source, root);
        this(profile, source, sink, node.attributes());
        switch (node) {
            case UnixFsNode.DirectoryNode directory -> {
                Map<String, DirectoryEntry> entries = new TreeMap<>(EntryName::compare);
                for (PbLink link : directory.links()) {
                    String name = link.nameOrEmpty();
                    DirectoryEntry entry = new DirectoryEntry(name, link.cid(), link.tsizeOrZero());
                    if (entries.put(name, entry) != null) {
                        throw new MalformedBlock(root, "two of its entries have the same name");
                    }
                    count(entry);
                }
                plain = entries;
                growIfOver();
            }
            case UnixFsNode.ShardNode shard -> {
                plain = null;
                shards = new OpenShard(shard, 0, 0);
                if (profile.directoryMaxLinks() == 0) {
                    size.assumeOver();
                }
            }
            case UnixFsNode.Content _, UnixFsNode.SymlinkNode _ ->
                    throw new UnsupportedContent(root, "it is no directory");
        }
    }

    private static int length(DirectoryEntry entry) {
        return entry.name().getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
    }

    private void count(DirectoryEntry entry) {
        size.add(length(entry), entry.cid(), entry.tsize());
    }

    private void uncount(@Nullable DirectoryEntry entry) {
        if (entry != null) {
            size.remove(length(entry), entry.cid(), entry.tsize());
        }
    }

    /// The attributes of the directory.
    public Attributes attributes() {
        return attributes;
    }

    /// Gives the directory other attributes.
    public void setAttributes(Attributes other) {
        size.change(attributes, other);
        attributes = other;
    }

    /// The entry of this name.
    public Optional<DirectoryEntry> get(String name) throws IOException, InterruptedException {
        OpenShard open = shards;
        return Optional.ofNullable(
                open == null ? plain().get(name) : open.get(source, name, Hamt.hash(name)));
    }

    /// Puts an entry, in place of one of the same name, which is returned.
    ///
    /// @throws IllegalArgumentException if the name cannot be one, see [DirectoryBuilder#add], or
    ///   has the same hash as another in a sharded directory
    public Optional<DirectoryEntry> put(String name, DagNode node)
            throws IOException, InterruptedException {
        return put(name, node.cid(), node.cumulativeSize());
    }

    /// Puts an entry for a DAG that was not built here.
    public Optional<DirectoryEntry> put(String name, Cid cid, long tsize)
            throws IOException, InterruptedException {
        EntryName.check(name);
        if (tsize < 0) {
            throw new IllegalArgumentException("size must not be negative, was " + tsize);
        }
        DirectoryEntry entry = new DirectoryEntry(name, cid, tsize);
        OpenShard open = shards;
        DirectoryEntry replaced =
                open == null ? plain().put(name, entry) : open.put(source, entry, Hamt.hash(name));
        count(entry);
        uncount(replaced);
        growIfOver();
        return Optional.ofNullable(replaced);
    }

    /// Removes the entry of this name, which is returned; nothing changes when there is none.
    public Optional<DirectoryEntry> remove(String name) throws IOException, InterruptedException {
        OpenShard open = shards;
        DirectoryEntry removed =
                open == null ? plain().remove(name) : open.remove(source, name, Hamt.hash(name));
        uncount(removed);
        return Optional.ofNullable(removed);
    }

    private Map<String, DirectoryEntry> plain() {
        Map<String, DirectoryEntry> entries = plain;
        if (entries == null) {
            throw new IllegalStateException("the directory is sharded");
        }
        return entries;
    }

    /// Shards a directory in one block that has grown too large, so that it does not grow further
    /// in memory.
    private void growIfOver() throws IOException, InterruptedException {
        Map<String, DirectoryEntry> entries = plain;
        if (entries == null || !size.isOver()) {
            return;
        }
        OpenShard root = new OpenShard(profile.shardFanout(), 0);
        for (DirectoryEntry entry : entries.values()) {
            root.put(source, entry, Hamt.hash(entry.name()));
        }
        shards = root;
        plain = null;
    }

    /// Makes a sharded directory one block if it is no longer over the threshold.
    private void shrinkIfUnder(OpenShard root) throws IOException, InterruptedException {
        if (size.isOver()) {
            return;
        }
        DirectorySize counted = new DirectorySize(profile, attributes);
        size = counted;
        Map<String, DirectoryEntry> entries = new TreeMap<>(EntryName::compare);
        boolean all =
                root.visit(
                        source,
                        entry -> {
                            count(entry);
                            if (!counted.isOver()) {
                                entries.put(entry.name(), entry);
                            }
                            return !counted.isFarOver();
                        });
        if (all && !counted.isOver()) {
            plain = entries;
            shards = null;
        }
    }

    /// Writes the directory as it is now and gives its root; changes may go on.
    public DagNode write() throws IOException, InterruptedException {
        growIfOver();
        OpenShard open = shards;
        if (open != null) {
            shrinkIfUnder(open);
            open = shards;
        }
        if (open != null) {
            return open.write(profile, sink, attributes);
        }
        List<PbLink> links = new ArrayList<>();
        for (DirectoryEntry entry : plain().values()) {
            links.add(new PbLink(entry.cid(), entry.name(), entry.tsize()));
        }
        Block block = Nodes.block(profile, links, UnixFsData.directory(attributes));
        sink.put(block);
        return new DagNode(block.cid(), DataType.DIRECTORY, 0, Nodes.cumulativeSize(block, links));
    }
}
