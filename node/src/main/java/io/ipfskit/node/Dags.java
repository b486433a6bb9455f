package io.ipfskit.node;

import io.ipfskit.blockstore.BlockStore;
import io.ipfskit.ipld.BlockNotFound;
import io.ipfskit.ipld.BlockSource;
import io.ipfskit.ipld.Links;
import io.ipfskit.ipld.unixfs.ContentPath;
import io.ipfskit.multiformats.Cid;
import io.ipfskit.multiformats.Multicodec;
import io.ipfskit.operation.OperationFailed;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Walks over all blocks of a DAG, without recursion and each inner block once.
public final class Dags {
    /// The most inner blocks that one walk visits: some 150 bytes of memory each.
    public static final int INNER_BLOCKS_MAX = 250_000;

    /// The most inner blocks that [#isComplete] reads.
    public static final int LOOKED_AT_MAX = 4096;

    private Dags() {}

    /// Takes the blocks of a DAG.
    @FunctionalInterface
    public interface Visitor {
        /// Takes one block; a leaf that is linked several times comes several times.
        void visit(Cid cid) throws IOException, InterruptedException;
    }

    /// Reads a path that came from outside.
    ///
    /// @throws OperationFailed `invalid_argument` about the field `path`
    public static ContentPath path(String text) {
        return path("path", text);
    }

    /// As above, for a path in another field.
    ///
    /// @throws OperationFailed `invalid_argument` about `field`
    public static ContentPath path(String field, String text) {
        try {
            return ContentPath.parse(text);
        } catch (IllegalArgumentException e) {
            throw OperationFailed.invalidField(field, String.valueOf(e.getMessage()));
        }
    }

    /// Visits every block below and including `root`; all must be here.
    ///
    /// @throws BlockNotFound naming the first one that is not
    /// @throws OperationFailed `resource_exhausted` for a DAG of more inner blocks than one walk
    ///   visits
    public static void walk(BlockStore blocks, Cid root, Visitor visitor)
            throws IOException, InterruptedException {
        if (!walk(blocks, root, visitor, INNER_BLOCKS_MAX)) {
            throw Failures.limit(
                    "the DAG " + root + " has more than " + INNER_BLOCKS_MAX + " inner blocks");
        }
    }

    /// As above, but gives up and returns false after `innerMax` inner blocks.
    private static boolean walk(BlockStore blocks, Cid root, Visitor visitor, int innerMax)
            throws IOException, InterruptedException {
        Set<Cid> seen = new HashSet<>();
        Deque<Cid> todo = new ArrayDeque<>();
        todo.add(root);
        while (!todo.isEmpty()) {
            Cid cid = todo.removeLast();
            if (cid.codec() == Multicodec.RAW) {
                if (!blocks.has(cid)) {
                    throw new BlockNotFound(cid);
                }
                visitor.visit(cid);
                continue;
            }
            if (!seen.add(cid)) {
                continue;
            }
            if (seen.size() > innerMax) {
                return false;
            }
            List<Cid> links = Links.of(BlockSource.fetch(blocks, cid));
            visitor.visit(cid);
            for (int i = links.size() - 1; i >= 0; i--) {
                if (links.get(i).codec() == Multicodec.RAW || !seen.contains(links.get(i))) {
                    todo.addLast(links.get(i));
                }
            }
        }
        return true;
    }

    /// Whether every block below and including `root` is here; null when that would take reading
    /// more than [#LOOKED_AT_MAX] blocks.
    public static @Nullable Boolean isComplete(BlockStore blocks, Cid root)
            throws IOException, InterruptedException {
        try {
            return walk(blocks, root, _ -> {}, LOOKED_AT_MAX) ? true : null;
        } catch (BlockNotFound e) {
            return false;
        }
    }
}
