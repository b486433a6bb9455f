package io.ipfskit.ipld.unixfs;

import io.ipfskit.ipld.BlockSink;
import io.ipfskit.ipld.dagpb.PbLink;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// [Layout#BALANCED] above at least two leaves.
///
/// Holds one node per level. Invariant: each has at most `maxLinks` children, and it is written
/// only when one more arrives, so that the last node of a full row can still become the root.
final class BalancedLayout implements FileLayout {
    private final ImportProfile profile;
    private final BlockSink sink;
    private final List<OpenFileNode> levels = new ArrayList<>();

    BalancedLayout(ImportProfile profile, BlockSink sink) {
        this.profile = profile;
        this.sink = sink;
    }

    @Override
    public void add(PbLink leaf, long size) throws IOException, InterruptedException {
        room(0).add(leaf, size);
    }

    /// The node of this level, with room for one more.
    private OpenFileNode room(int height) throws IOException, InterruptedException {
        if (height == levels.size()) {
            levels.add(new OpenFileNode());
        } else if (levels.get(height).linkCount() == profile.maxLinks()) {
            flush(height);
        }
        return levels.get(height);
    }

    private void flush(int height) throws IOException, InterruptedException {
        DagNode node = levels.get(height).write(profile, sink, Attributes.NONE);
        levels.set(height, new OpenFileNode());
        room(height + 1).add(node);
    }

    @Override
    public DagNode finish(Attributes attributes) throws IOException, InterruptedException {
        int height = 0;
        while (height < levels.size() - 1) {
            flush(height++);
        }
        return levels.get(height).write(profile, sink, attributes);
    }
}
