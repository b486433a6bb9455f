package io.ipfskit.ipld.unixfs;

import io.ipfskit.ipld.BlockSource;
import io.ipfskit.ipld.MalformedBlock;
import io.ipfskit.ipld.UnsupportedContent;
import io.ipfskit.ipld.dagpb.PbLink;
import io.ipfskit.multiformats.Cid;

import java.io.IOException;
import java.util.Optional;

/// Whole directories: every entry, or the one of a name.
public final class Directories {
    private Directories() {}

    /// Takes entries.
    @FunctionalInterface
    public interface EntryConsumer {
        /// Takes one entry.
        void accept(DirectoryEntry entry) throws IOException, InterruptedException;
    }

    /// Gives every entry to the consumer, in the order of [DirectoryReader].
    ///
    /// @throws UnsupportedContent if it is no directory
    public static void forEach(BlockSource source, Cid cid, EntryConsumer consumer)
            throws IOException, InterruptedException {
        DirectoryReader reader = new DirectoryReader(source, cid);
        for (DirectoryEntry entry = reader.next(); entry != null; entry = reader.next()) {
            consumer.accept(entry);
        }
    }

    /// The entry of this name, the first if a hostile directory has several. Fetches only the
    /// shards on the way to it.
    ///
    /// @throws UnsupportedContent if it is no directory
    public static Optional<DirectoryEntry> lookup(BlockSource source, Cid cid, String name)
            throws IOException, InterruptedException {
        return lookup(source, UnixFs.read(source, cid), name);
    }

    /// Like the other [#lookup], in a node that was already read.
    public static Optional<DirectoryEntry> lookup(BlockSource source, UnixFsNode root, String name)
            throws IOException, InterruptedException {
        return switch (root) {
            case UnixFsNode.DirectoryNode directory -> {
                for (PbLink link : directory.links()) {
                    if (name.equals(link.name())) {
                        yield Optional.of(entry(name, link));
                    }
                }
                yield Optional.empty();
            }
            case UnixFsNode.ShardNode shard -> lookupSharded(source, shard, name);
            case UnixFsNode.Content _, UnixFsNode.SymlinkNode _ ->
                    throw new UnsupportedContent(root.cid(), "it is no directory");
        };
    }

    private static Optional<DirectoryEntry> lookupSharded(
            BlockSource source, UnixFsNode.ShardNode root, String name)
            throws IOException, InterruptedException {
        long hash = Hamt.hash(name);
        UnixFsNode.ShardNode shard = root;
        for (int depth = 0; depth < Hamt.maxDepth(root.fanout()); depth++) {
            String prefix = Hamt.prefix(Hamt.index(hash, depth, root.fanout()), root.fanout());
            PbLink found = null;
            for (PbLink link : shard.links()) {
                if (link.nameOrEmpty().startsWith(prefix)) {
                    found = link;
                    break;
                }
            }
            if (found == null) {
                return Optional.empty();
            }
            String text = found.nameOrEmpty();
            if (text.length() > prefix.length()) {
                return text.substring(prefix.length()).equals(name)
                        ? Optional.of(entry(name, found))
                        : Optional.empty();
            }
            shard = DirectoryReader.child(source, shard, found);
        }
        throw new MalformedBlock(
                root.cid(), "the sharded directory is deeper than its hash has bits");
    }

    private static DirectoryEntry entry(String name, PbLink link) {
        return new DirectoryEntry(name, link.cid(), link.tsizeOrZero());
    }
}
