package io.ipfskit.node.mfs;

import io.ipfskit.blockstore.BlockStore;
import io.ipfskit.ipld.Block;
import io.ipfskit.ipld.BlockNotFound;
import io.ipfskit.ipld.BlockSource;
import io.ipfskit.ipld.Links;
import io.ipfskit.multiformats.Cid;
import io.ipfskit.multiformats.Multicodec;
import io.ipfskit.node.Dags;
import io.ipfskit.node.Failures;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;

/// How much of a DAG is here. Blocks that are linked several times count each time, as in the
/// cumulative size, and are read once.
///
/// @param isComplete whether all of it is
/// @param bytes of the blocks that are
record LocalSize(boolean isComplete, long bytes) {
    private static final LocalSize MISSING = new LocalSize(false, 0);

    /// An inner block whose parts are being looked at.
    private static final class Frame {
        final Cid cid;
        final Iterator<Cid> links;
        long bytes;
        boolean isComplete = true;

        Frame(Cid cid, Block block) throws IOException {
            this.cid = cid;
            this.links = Links.of(block).iterator();
            this.bytes = block.size();
        }

        void add(LocalSize part) {
            isComplete &= part.isComplete;
            bytes = bytes + part.bytes < 0 ? Long.MAX_VALUE : bytes + part.bytes;
        }
    }

    /// Looks at all inner blocks below and including `root`, without recursion.
    ///
    /// @throws io.ipfskit.operation.OperationFailed `resource_exhausted` for a DAG of more inner
    ///   blocks than one walk visits
    static LocalSize of(BlockStore blocks, BlockSource source, Cid root)
            throws IOException, InterruptedException {
        Map<Cid, LocalSize> known = new HashMap<>();
        Deque<Frame> path = new ArrayDeque<>();
        LocalSize done = enter(blocks, source, root, known, path);
        while (!path.isEmpty()) {
            Frame frame = path.getLast();
            if (done != null) {
                frame.add(done);
                done = null;
            } else if (frame.links.hasNext()) {
                done = enter(blocks, source, frame.links.next(), known, path);
            } else {
                path.removeLast();
                done = new LocalSize(frame.isComplete, frame.bytes);
                known.put(frame.cid, done);
                if (known.size() > Dags.INNER_BLOCKS_MAX) {
                    throw Failures.limit(
                            "the DAG "
                                    + root
                                    + " has more than "
                                    + Dags.INNER_BLOCKS_MAX
                                    + " inner blocks");
                }
            }
        }
        return done == null ? MISSING : done;
    }

    /// The size of a leaf, or of what is known; null when a frame was opened.
    private static @Nullable LocalSize enter(
            BlockStore blocks,
            BlockSource source,
            Cid cid,
            Map<Cid, LocalSize> known,
            Deque<Frame> path)
            throws IOException, InterruptedException {
        LocalSize before = known.get(cid);
        if (before != null) {
            return before;
        }
        try {
            if (cid.codec() == Multicodec.RAW && !cid.isIdentity()) {
                return new LocalSize(true, blocks.size(cid));
            }
            path.addLast(new Frame(cid, BlockSource.fetch(source, cid)));
            return null;
        } catch (BlockNotFound missing) {
            return MISSING;
        }
    }
}
