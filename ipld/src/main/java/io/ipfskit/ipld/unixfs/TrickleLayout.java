package io.ipfskit.ipld.unixfs;

import io.ipfskit.ipld.BlockSink;
import io.ipfskit.ipld.dagpb.PbLink;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// [Layout#TRICKLE].
///
/// A node of depth limit d has `maxLinks` leaves, then four subtrees of limit 1, four of limit 2,
/// up to d - 1; the root has no limit. A subtree begins when there is a leaf for it, so none is
/// empty. Holds the open nodes from the root down, one more for every fourfold of the file.
final class TrickleLayout implements FileLayout {
    private static final int REPEAT = 4;
    private static final int UNLIMITED = Integer.MAX_VALUE;

    private final ImportProfile profile;
    private final BlockSink sink;
    private final Deque<Open> path = new ArrayDeque<>();

    /// A node that takes leaves or subtrees.
    private static final class Open {
        final OpenFileNode node;
        final int depthLimit;

        /// Subtrees begun so far.
        int subtrees;

        Open(int depthLimit) {
            this(new OpenFileNode(), depthLimit, 0);
        }

        Open(OpenFileNode node, int depthLimit, int subtrees) {
            this.node = node;
            this.depthLimit = depthLimit;
            this.subtrees = subtrees;
        }

        /// The limit of the next subtree: one more after each four.
        int nextDepth() {
            return 1 + subtrees / REPEAT;
        }
    }

    TrickleLayout(ImportProfile profile, BlockSink sink) {
        this.profile = profile;
        this.sink = sink;
        path.addLast(new Open(UNLIMITED));
    }

    /// Goes on where a file ends.
    ///
    /// @param spine its root and, of each node but the last, the last part, which is a subtree and
    ///   was removed from it
    TrickleLayout(ImportProfile profile, BlockSink sink, List<OpenFileNode> spine) {
        this.profile = profile;
        this.sink = sink;
        int depthLimit = UNLIMITED;
        for (int i = 0; i < spine.size(); i++) {
            OpenFileNode node = spine.get(i);
            int parts = node.linkCount() + (i < spine.size() - 1 ? 1 : 0);
            int subtrees = Math.max(0, parts - profile.maxLinks());
            path.addLast(new Open(node, depthLimit, subtrees));
            depthLimit = 1 + (subtrees - 1) / REPEAT;
        }
    }

    @Override
    public void add(PbLink leaf, long size) throws IOException, InterruptedException {
        Open top = path.getLast();
        while (top.node.linkCount() >= profile.maxLinks()) {
            if (top.nextDepth() < top.depthLimit) {
                Open subtree = new Open(top.nextDepth());
                top.subtrees++;
                path.addLast(subtree);
            } else {
                close();
            }
            top = path.getLast();
        }
        top.node.add(leaf, size);
    }

    private void close() throws IOException, InterruptedException {
        DagNode done = path.removeLast().node.write(profile, sink, Attributes.NONE);
        path.getLast().node.add(done);
    }

    @Override
    public DagNode finish(Attributes attributes) throws IOException, InterruptedException {
        while (path.size() > 1) {
            close();
        }
        return path.getLast().node.write(profile, sink, attributes);
    }
}
