package io.ipfskit.node.dag;

import io.ipfskit.ipld.Block;
import io.ipfskit.ipld.BlockSource;
import io.ipfskit.ipld.car.CarWriter;
import io.ipfskit.ipld.codec.Codecs;
import io.ipfskit.ipld.traverse.DagCursor;
import io.ipfskit.ipld.traverse.DagStep;
import io.ipfskit.ipld.traverse.DagWalk;
import io.ipfskit.ipld.traverse.WalkOptions;
import io.ipfskit.multiformats.Cid;
import io.ipfskit.node.Dags;
import io.ipfskit.node.Failures;
import io.ipfskit.operation.ByteStream;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// A DAG as a CARv1, made as it is read: one block in memory at a time. A block that is not here
/// breaks the stream.
final class CarContent implements ByteStream {
    private final BlockSource blocks;
    private final Cid root;
    private final DagCursor walk;
    private final CarWriter car;

    /// Written, but not yet read: the header, or head and bytes of one block.
    private final Deque<ByteBuffer> ready = new ArrayDeque<>();

    CarContent(BlockSource blocks, Cid root) throws IOException, InterruptedException {
        this.blocks = blocks;
        this.root = root;
        this.walk =
                new DagWalk(
                        root,
                        Codecs.standard(),
                        new WalkOptions(WalkOptions.ANY_DEPTH, false, Dags.INNER_BLOCKS_MAX));
        // The bytes of a block are kept, not copied: nobody changes them.
        this.car = new CarWriter(bytes -> ready.addLast(bytes.slice()), List.of(root));
    }

    @Override
    public long length() {
        return -1;
    }

    @Override
    public String mediaType() {
        return "application/vnd.ipld.car; version=1; order=dfs; dups=n";
    }

    @Override
    public String entityTag() {
        return root + ".car";
    }

    @Override
    public String fileName() {
        return root + ".car";
    }

    @Override
    public int read(ByteBuffer target) throws InterruptedException {
        try {
            int before = target.position();
            while (target.hasRemaining()) {
                ByteBuffer next = ready.peekFirst();
                if (next == null) {
                    if (!more()) {
                        break;
                    }
                    continue;
                }
                int count = Math.min(next.remaining(), target.remaining());
                target.put(next.slice(next.position(), count));
                next.position(next.position() + count);
                if (!next.hasRemaining()) {
                    ready.removeFirst();
                }
            }
            int count = target.position() - before;
            return count == 0 ? -1 : count;
        } catch (IOException e) {
            throw Failures.of(e, root.toString());
        }
    }

    /// Writes the next block.
    private boolean more() throws IOException, InterruptedException {
        DagStep step = walk.next();
        if (step == null) {
            return false;
        }
        Block block = BlockSource.fetch(blocks, step.cid());
        walk.expand(step, block);
        car.put(block);
        return true;
    }

    @Override
    public void close() {}
}
