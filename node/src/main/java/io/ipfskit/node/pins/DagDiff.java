package io.ipfskit.node.pins;

import io.ipfskit.anyio.Checkpoint;
import io.ipfskit.blockstore.BlockStore;
import io.ipfskit.ipld.BlockNotFound;
import io.ipfskit.ipld.BlockSource;
import io.ipfskit.ipld.Links;
import io.ipfskit.multiformats.Cid;
import io.ipfskit.multiformats.Multicodec;
import io.ipfskit.node.CidSet;
import io.ipfskit.node.Dags;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Walks over what a DAG has and another, complete one has not.
///
/// Both are gone through side by side: a link that both blocks of a pair have leads to what is
/// below the other DAG, and is not followed; of those that only one has, the first of either make a
/// pair, and so on. So two versions of a tree cost as much as what differs. Parts that moved to
/// another place are looked at once more, which is never wrong.
final class DagDiff {
    private DagDiff() {}

    /// @param old its place in the other DAG, or null when there is none
    private record Pair(@Nullable Cid old, Cid cid) {}

    /// Visits every block below and including `to` that is not found below `from` on the way.
    ///
    /// @throws BlockNotFound naming the first one that is not here
    static void walk(BlockStore blocks, Cid from, Cid to, Dags.Visitor visitor)
            throws IOException, InterruptedException {
        CidSet seen = new CidSet("inner blocks in the DAG " + to, Dags.INNER_BLOCKS_MAX);
        Deque<Pair> todo = new ArrayDeque<>();
        if (!from.equals(to)) {
            todo.add(new Pair(from, to));
        }
        while (!todo.isEmpty()) {
            Checkpoint.ifCancelled();
            Pair pair = todo.removeLast();
            Cid cid = pair.cid;
            if (cid.codec() == Multicodec.RAW) {
                if (!blocks.has(cid)) {
                    throw new BlockNotFound(cid);
                }
                visitor.visit(cid);
            } else if (seen.add(cid)) {
                List<Cid> links = Links.of(BlockSource.fetch(blocks, cid));
                visitor.visit(cid);
                pair(links(blocks, pair.old), links, todo);
            }
        }
    }

    /// The links of a block of the other DAG; none when it cannot be read, so that all is looked
    /// at.
    private static List<Cid> links(BlockStore blocks, @Nullable Cid old)
            throws InterruptedException {
        try {
            return old == null ? List.of() : Links.of(BlockSource.fetch(blocks, old));
        } catch (IOException _) {
            return List.of();
        }
    }

    private static void pair(List<Cid> old, List<Cid> links, Deque<Pair> todo) {
        Set<Cid> known = new HashSet<>(old);
        Set<Cid> wanted = new HashSet<>(links);
        Deque<Cid> only = new ArrayDeque<>();
        for (Cid cid : old) {
            if (!wanted.contains(cid)) {
                only.add(cid);
            }
        }
        for (Cid cid : links) {
            if (!known.contains(cid)) {
                todo.addLast(new Pair(only.pollFirst(), cid));
            }
        }
    }
}
