package io.ipfskit.node.gc;

import io.ipfskit.anyio.CancelScope;
import io.ipfskit.anyio.Checkpoint;
import io.ipfskit.blockstore.BlockStore;
import io.ipfskit.ipld.BlockNotFound;
import io.ipfskit.ipld.BlockSource;
import io.ipfskit.ipld.IntegrityException;
import io.ipfskit.ipld.Links;
import io.ipfskit.ipld.MalformedBlock;
import io.ipfskit.ipld.UnsupportedContent;
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

    /// Told of each block that is found to live, the first time.
    @FunctionalInterface
    interface Witness {
        /// Told of one.
        ///
        /// @param root what needs it
        /// @param pinned whether that is a recursive pin, else a running operation or the tree
        void needed(Cid block, Cid root, boolean pinned);
    }

    /// What is known of the blocks below a root.
    private enum Below {
        /// All are here, or that is an error.
        COMPLETE,
        /// An operation may still be writing some.
        HELD,
        /// Some may never have been here; one that is here must be whole.
        PARTIAL
    }

    private static final int PROGRESS_EVERY = 1024;

    private final BlockStore blocks;
    private final LiveSet live;
    private final Progress progress;
    private Witness witness = (_, _, _) -> {};

    /// Blocks that live.
    private final Marks lives;

    /// Inner blocks whose links were marked, each in the role of its codec: what is a leaf by one
    /// CID may have links by another.
    private final Marks entered;

    /// As above, by walks from what running operations named. Begun anew after one that met a gap:
    /// the block may have come meanwhile, and what is below it is to be marked the next time.
    private Marks enteredHeld;

    /// As above, by walks over DAGs of the repository that may lack blocks. Not shared with the
    /// walks for operations, which must see a block that came meanwhile.
    private final Marks enteredPartial;

    /// Whether a walk for an operation met a block that it could not enter.
    private boolean gaps;

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
        this.lives = new Marks();
        this.entered = new Marks();
        this.enteredHeld = new Marks();
        this.enteredPartial = new Marks();
    }

    /// Tells `witness` from now on.
    void tell(Witness told) {
        witness = told;
    }

    /// Whether something that was marked needs the block.
    boolean isNeeded(Cid cid) {
        return lives.contains(cid.multihash(), 0);
    }

    /// Marks what the repository keeps, and what running operations have named so far.
    ///
    /// @param roots taken after this was made
    /// @throws PinIncomplete when a block below a recursive pin is missing
    void mark(PinRoots roots) throws IOException, InterruptedException {
        roots.forEach((cid, recursive) -> {
            if (recursive) {
                walk(cid, Below.COMPLETE);
            } else if (!cid.isIdentity()) {
                lives.add(cid.multihash(), 0);
            }
        });
        for (Cid root : roots.partial()) {
            walk(root, Below.PARTIAL);
        }
        markHeld();
    }

    private void markHeld() throws IOException, InterruptedException {
        for (List<Cid> roots = live.takeRoots(); !roots.isEmpty(); roots = live.takeRoots()) {
            if (gaps) {
                enteredHeld.close();
                enteredHeld = new Marks();
                gaps = false;
            }
            for (Cid root : roots) {
                walk(root, Below.HELD);
            }
        }
    }

    /// Marks a DAG, each block once, without recursion: per level the links that are left.
    private void walk(Cid root, Below below) throws IOException, InterruptedException {
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
            List<Cid> next = enter(cid, root, below);
            if (!next.isEmpty()) {
                levels.push(next.iterator());
            }
        }
    }

    /// Marks one block and returns its links, none if it was marked.
    private List<Cid> enter(Cid cid, Cid root, Below below)
            throws IOException, InterruptedException {
        boolean isLeaf = cid.codec() == Multicodec.RAW;
        if (!cid.isIdentity()) {
            boolean isNew = lives.add(cid.multihash(), 0);
            if (isNew) {
                witness.needed(cid, root, below == Below.COMPLETE);
            }
            if (isLeaf ? !isNew : wasEntered(cid, below)) {
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
                if (below == Below.COMPLETE && !blocks.has(cid)) {
                    throw new BlockNotFound(cid);
                }
                return List.of();
            }
            return Links.of(BlockSource.fetch(blocks, cid));
        } catch (BlockNotFound
                | IntegrityException
                | MalformedBlock
                | UnsupportedContent unusable) {
            if (below == Below.PARTIAL && unusable instanceof IntegrityException) {
                // Its links are lost, not what they lead to: that must not be removed.
                throw unusable;
            }
            if (below != Below.COMPLETE) {
                // an operation is still writing it, or fails there itself
                gaps |= below == Below.HELD;
                return List.of();
            }
            if (unusable instanceof BlockNotFound missing) {
                throw new PinIncomplete(root, missing.cid());
            }
            throw unusable;
        }
    }

    private boolean wasEntered(Cid cid, Below below) {
        if (below == Below.COMPLETE) {
            return !entered.add(cid.multihash(), cid.codec());
        }
        Marks own = below == Below.HELD ? enteredHeld : enteredPartial;
        return entered.contains(cid.multihash(), cid.codec())
                || !own.add(cid.multihash(), cid.codec());
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

    /// Removes those of at most [LiveSet#CLAIM_MAX] unmarked blocks that nobody holds.
    ///
    /// @param dryRun only says which they are
    /// @param removed told of each
    void remove(List<Cid> batch, boolean dryRun, Removed removed)
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

    /// Bytes of a block, 0 when what tells them is damaged, -1 when somebody else removed it.
    private long sizeOf(Cid cid) throws IOException, InterruptedException {
        try {
            return blocks.size(cid);
        } catch (BlockNotFound gone) {
            return -1;
        } catch (IntegrityException damaged) {
            return 0;
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
        enteredHeld.close();
        enteredPartial.close();
    }
}
