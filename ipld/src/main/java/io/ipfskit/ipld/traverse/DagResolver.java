package io.ipfskit.ipld.traverse;

import io.ipfskit.ipld.Block;
import io.ipfskit.ipld.BlockSource;
import io.ipfskit.ipld.MalformedBlock;
import io.ipfskit.ipld.UnsupportedContent;
import io.ipfskit.ipld.codec.Codec;
import io.ipfskit.ipld.codec.CodecException;
import io.ipfskit.ipld.codec.Codecs;
import io.ipfskit.ipld.data.DataNode;
import io.ipfskit.ipld.unixfs.ContentPath;
import io.ipfskit.ipld.unixfs.PathNotFound;
import io.ipfskit.ipld.unixfs.PathResolver;
import io.ipfskit.ipld.unixfs.PathResolver.Symlinks;
import io.ipfskit.ipld.unixfs.Resolved;
import io.ipfskit.multiformats.Cid;
import io.ipfskit.multiformats.Multicodec;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// Follows paths across blocks and codecs. Thread-safe; blocks as its source does.
public final class DagResolver {
    private final BlockSource source;
    private final Codecs codecs;
    private final Names names;

    /// What a name means in a dag-pb block.
    public enum Names {
        /// An entry of a UnixFS directory, sharded or not: `/ipfs/` paths.
        UNIXFS,
        /// A key or index of the node's view `{Data, Links}`: `/ipld/` paths.
        DATA
    }

    /// Follows paths through the blocks of a source.
    public DagResolver(BlockSource source, Codecs codecs, Names names) {
        this.source = source;
        this.codecs = codecs;
        this.names = names;
    }

    /// Where a path leads. A link at its end is followed to its CID, whose block is not read.
    ///
    /// Each link takes a name of the path, so the path's length bounds the blocks read.
    ///
    /// @throws PathNotFound if a name is not there
    /// @throws UnsupportedContent if a block on the way is of an unknown codec
    /// @throws MalformedBlock if a block on the way is malformed
    /// @throws IOException if a block is missing, damaged or cannot be read
    /// @throws InterruptedException if the task is cancelled meanwhile
    public DagResolved resolve(ContentPath path) throws IOException, InterruptedException {
        Cid cid = path.root();
        List<String> todo = path.segments();
        while (!todo.isEmpty()) {
            if (isUnixFs(cid)) {
                Resolved found =
                        PathResolver.resolve(source, new ContentPath(cid, todo), Symlinks.KEEP);
                cid = found.cid();
                todo = found.remainder();
                continue;
            }
            DataNode node = read(cid);
            int at = 0;
            while (at < todo.size() && !(node instanceof DataNode.Link)) {
                node = child(new ContentPath(cid, todo), node, todo.get(at++));
            }
            if (!(node instanceof DataNode.Link link)) {
                return new DagResolved(cid, todo);
            }
            cid = link.cid();
            todo = todo.subList(at, todo.size());
        }
        return new DagResolved(cid, List.of());
    }

    private boolean isUnixFs(Cid cid) {
        return names == Names.UNIXFS
                && (cid.codec() == Multicodec.DAG_PB || cid.codec() == Multicodec.RAW);
    }

    /// The node that a path leads to: of its last block as a whole, or inside it.
    ///
    /// @throws IOException as [#resolve]
    /// @throws InterruptedException if the task is cancelled meanwhile
    public DataNode node(DagResolved resolved) throws IOException, InterruptedException {
        DataNode node = read(resolved.cid());
        ContentPath path = new ContentPath(resolved.cid(), resolved.remainder());
        for (String name : resolved.remainder()) {
            node = child(path, node, name);
        }
        return node;
    }

    private DataNode read(Cid cid) throws IOException, InterruptedException {
        Optional<Codec> codec = codecs.get(cid.codec());
        if (codec.isEmpty()) {
            throw new UnsupportedContent(
                    cid, "codec " + Multicodec.name(cid.codec()) + " cannot be read");
        }
        Block block = BlockSource.fetch(source, cid);
        try {
            return codec.get().decode(block.bytes());
        } catch (CodecException e) {
            throw new MalformedBlock(cid, String.valueOf(e.getMessage()), e);
        }
    }

    private static DataNode child(ContentPath path, DataNode node, String name)
            throws PathNotFound {
        return switch (node) {
            case DataNode.MapNode map ->
                    map.get(name)
                            .orElseThrow(
                                    () -> new PathNotFound(path, name, "the map has no such key"));
            case DataNode.ListNode list -> list.items().get(index(path, list, name));
            default ->
                    throw new PathNotFound(path, name, "a " + node.kind() + " has no names in it");
        };
    }

    private static int index(ContentPath path, DataNode.ListNode list, String name)
            throws PathNotFound {
        int size = list.items().size();
        boolean digits =
                name.length() <= 9
                        && name.chars().allMatch(c -> c >= '0' && c <= '9')
                        && (name.length() == 1 || name.charAt(0) != '0');
        if (digits && Integer.parseInt(name) < size) {
            return Integer.parseInt(name);
        }
        throw new PathNotFound(path, name, "the list has the indexes below " + size);
    }
}
