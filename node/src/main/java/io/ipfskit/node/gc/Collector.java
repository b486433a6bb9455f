package io.ipfskit.node.gc;

import io.ipfskit.anyio.CancelScope;
import io.ipfskit.anyio.Checkpoint;
import io.ipfskit.blockstore.BlockStore;
import io.ipfskit.ipld.BlockNotFound;
import io.ipfskit.ipld.BlockSource;
import io.ipfskit.ipld.Links;
import io.ipfskit.multiformats.Cid;
import io.ipfskit.multiformats.Multicodec;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/// One collection: marks what pins and running operations need, and removes the other blocks. Keeps
/// to the discipline that the package tells. For one task.
final class Collector implements AutoCloseable {
    /// Takes what is removed.
    @FunctionalInterface
    interface Removed {
        void removed(Cid cid, long bytes) throws InterruptedException;
    }

    /// Told now and then how far it is.
    interface Progress {
        void marked(long blocks);

        void swept(long blocks);
    }

    private static final int PROGRESS_EVERY = 1024;

    private final BlockStore blocks;
    private final LiveSet live;
    private final Progress progress;

    /// Blocks that live.
    private final Marks lives = new Marks();

    /// Inner blocks whose links were marked, each in the role of its codec: what is a leaf by one
    /// CID may have links by another.
    private final Marks entered = new Marks();

    private long marked;
    private long swept;
    private long removedBlocks;
    private long removedBytes;

    /// Begins to keep what is held from now on.
    ///
    /// @throws IllegalStateException while there is another collection
    Collector(BlockStore blocks, Holds holds, Progress progress) {
        this.blocks = blocks;
        this.progress = progress;
        this.live = holds.collect();
    }

    /// Marks the pins, and what running operations have named so far.
    ///
    /// @param roots taken after this was made
    /// @throws PinIncomplete when a block below a recursive pin is missing
    void mark(PinRoots roots) throws IOException, InterruptedException {
        roots.forEach((cid, recursive) -> {
            if (recursive) {
                walk(cid, true);
            } else if (!cid.isIdentity()) {
                lives.add(cid.multihash(), 0);
            }
        });
        markHeld();
    }

    private void markHeld() throws IOException, InterruptedException {
        for (List<Cid> roots = live.takeRoots(); !roots.isEmpty(); roots = live.takeRoots()) {
            for (Cid root : roots) {
                walk(root, false);
            }
        }
    }

    /// Marks a DAG, each block once, without recursion: per level the links that are left.
    private void walk(Cid root, boolean complete) throws IOException, InterruptedException {
        Deque<Iterator<Cid>> levels = new ArrayDeque<>();
        levels.push(List.of(root).iterator());
        while (!levels.isEmpty()) {
            Iterator<Cid> links = levels.peek();
            if (!links.hasNext()) {
                levels.pop();
                continue;
            }
            Cid cid = links.next();
            if (!links.hasNext()) {
                levels.pop(); // so that a long chain takes no memory
            }
            List<Cid> below = enter(cid, root, complete);
            if (!below.isEmpty()) {
                levels.push(below.iterator());
            }
        }
    }

    /// Marks one block and returns its links, none if it was marked.
    private List<Cid> enter(Cid cid, Cid root, boolean complete)
            throws IOException, InterruptedException {
        boolean isLeaf = cid.codec() == Multicodec.RAW;
        if (!cid.isIdentity()) {
            boolean isNew = lives.add(cid.multihash(), 0);
            if (isLeaf ? !isNew : !entered.add(cid.multihash(), cid.codec())) {
                return List.of();
            }
        } else if (isLeaf) {
            return List.of();
        }
        if (++marked % PROGRESS_EVERY == 0) {
            progress.marked(marked);
            Checkpoint.ifCancelled();
        }
        try {
            if (isLeaf) {
                if (complete && !blocks.has(cid)) {
                    throw new BlockNotFound(cid);
                }
                return List.of();
            }
            return Links.of(BlockSource.fetch(blocks, cid));
        } catch (BlockNotFound missing) {
            if (complete) {
                throw new PinIncomplete(root, missing.cid());
            }
            return List.of();
        }
    }

    /// Goes through all blocks and removes those that nothing needs.
    ///
    /// @param dryRun only says which they are
    /// @param removed told of each
    void sweep(boolean dryRun, Removed removed) throws IOException, InterruptedException {
        List<Cid> batch = new ArrayList<>();
        blocks.forEach(cid -> {
            if (++swept % PROGRESS_EVERY == 0) {
                progress.swept(swept);
                Checkpoint.ifCancelled();
            }
            if (!lives.contains(cid.multihash(), 0)) {
                batch.add(cid);
                if (batch.size() == LiveSet.CLAIM_MAX) {
                    remove(batch, dryRun, removed);
                    batch.clear();
                }
            }
        });
        remove(batch, dryRun, removed);
    }

    private void remove(List<Cid> batch, boolean dryRun, Removed removed)
            throws IOException, InterruptedException {
        List<Cid> unmarked = new ArrayList<>(batch);
        Optional<Claim> granted = live.claim(unmarked);
        while (granted.isEmpty()) {
            markHeld();
            unmarked.removeIf(cid -> lives.contains(cid.multihash(), 0));
            granted = live.claim(unmarked);
        }
        List<Cid> gone;
        List<Long> sizes = new ArrayList<>();
        try (Claim claim = granted.get()) {
            gone = List.copyOf(claim.granted());
            for (Cid cid : gone) {
                sizes.add(sizeOf(cid));
            }
            if (!dryRun && !gone.isEmpty()) {
                CancelScope.<@Nullable Void, IOException>shield(_ -> {
                    blocks.delete(gone);
                    return null;
                });
            }
        }
        for (int i = 0; i < gone.size(); i++) {
            if (sizes.get(i) >= 0) {
                removedBlocks++;
                removedBytes += sizes.get(i);
                removed.removed(gone.get(i), sizes.get(i));
            }
        }
    }

    /// Bytes of a block, -1 when somebody else removed it.
    private long sizeOf(Cid cid) throws IOException, InterruptedException {
        try {
            return blocks.size(cid);
        } catch (BlockNotFound gone) {
            return -1;
        }
    }

    /// Blocks that were looked at.
    long swept() {
        return swept;
    }

    long removedBlocks() {
        return removedBlocks;
    }

    long removedBytes() {
        return removedBytes;
    }

    @Override
    public void close() {
        live.close();
        lives.close();
        entered.close();
    }
}
