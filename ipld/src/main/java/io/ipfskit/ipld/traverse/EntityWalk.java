package io.ipfskit.ipld.traverse;

import io.ipfskit.ipld.Block;
import io.ipfskit.ipld.MalformedBlock;
import io.ipfskit.ipld.UnsupportedContent;
import io.ipfskit.ipld.dagpb.PbLink;
import io.ipfskit.ipld.unixfs.UnixFs;
import io.ipfskit.ipld.unixfs.UnixFsNode;
import io.ipfskit.multiformats.Cid;
import io.ipfskit.multiformats.Multicodec;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.Deque;

/// The blocks of one UnixFS entity, in the order of the links and as often as they are linked: a
/// file, or those of its parts that a range touches; a directory with all shards, but nothing of
/// what it lists; a symbolic link. Anything else is its block alone.
///
/// How long a walk over a hostile file is, the caller bounds: its links can lead to the same part
/// again and again.
public final class EntityWalk implements DagCursor {
    private final EntityBytes range;
    private final Deque<Place> todo = new ArrayDeque<>();

    /// Of the whole file; known when the root was read.
    private long first;

    private long end;

    private record Place(Cid cid, int depth, long offset) {}

    /// Begins at the entity's root.
    ///
    /// @param range which part of a file; without meaning for anything else
    public EntityWalk(Cid root, EntityBytes range) {
        this.range = range;
        todo.add(new Place(root, 0, 0));
    }

    @Override
    public @Nullable DagStep next() {
        Place place = todo.pollLast();
        if (place == null) {
            return null;
        }
        boolean leaf = place.cid().codec() != Multicodec.DAG_PB;
        return new DagStep(place.cid(), place.depth(), place.offset(), leaf, true);
    }

    @Override
    public void expand(DagStep step, Block block) throws MalformedBlock, UnsupportedContent {
        if (step.isLeaf()) {
            return;
        }
        switch (UnixFs.decode(block)) {
            case UnixFsNode.FileNode file -> {
                if (step.depth() == 0) {
                    first = range.first(file.size());
                    end = range.end(file.size());
                }
                parts(step, file);
            }
            case UnixFsNode.ShardNode shard -> shards(step, shard);
            case UnixFsNode.RawNode _, UnixFsNode.DirectoryNode _, UnixFsNode.SymlinkNode _ -> {}
        }
    }

    private void parts(DagStep step, UnixFsNode.FileNode file) throws MalformedBlock {
        if (step.offset() > Long.MAX_VALUE - file.size()) {
            throw new MalformedBlock(step.cid(), "its bytes end at 2^63 or more");
        }
        long offset = step.offset() + file.size();
        for (int i = file.links().size() - 1; i >= 0; i--) {
            long behind = offset;
            offset -= file.blockSizes()[i];
            if (offset < end && behind > first) {
                todo.addLast(new Place(file.links().get(i).cid(), step.depth() + 1, offset));
            }
        }
    }

    /// Links to shards are named by the index alone, those to entries by index and name.
    private void shards(DagStep step, UnixFsNode.ShardNode shard) {
        int width = Integer.toHexString(shard.fanout() - 1).length();
        for (PbLink link : shard.links().reversed()) {
            if (link.nameOrEmpty().length() == width) {
                todo.addLast(new Place(link.cid(), step.depth() + 1, 0));
            }
        }
    }
}
