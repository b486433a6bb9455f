package io.ipfskit.node.gc;

import io.ipfskit.anyio.Checkpoint;
import io.ipfskit.blockstore.BlockStore;
import io.ipfskit.multiformats.Cid;
import io.ipfskit.multiformats.Multihash;
import io.ipfskit.node.Rows;
import io.ipfskit.node.ops.BlockOutcome;
import io.ipfskit.node.ops.BlockRmInput;
import io.ipfskit.node.ops.BlocksRemoved;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Removes the blocks that somebody named, as far as nothing needs them: a collection that looks at
/// these alone. For one task.
///
/// What a block is needed for is told as Kubo tells it.
final class NamedRemoval {
    static final String IN_USE = "in use by a running operation";

    private final BlockStore blocks;
    private final Collector collector;
    private final BlockRmInput input;
    private final Rows rows;

    /// What is still to be decided, as it was named. A block is one by whatever CID.
    private final Map<Multihash, Cid> left = new LinkedHashMap<>();

    /// Why some of them live.
    private final Map<Multihash, String> reasons = new HashMap<>();

    private long needed;
    private long missing;

    NamedRemoval(BlockStore blocks, Collector collector, BlockRmInput input, Rows rows) {
        this.blocks = blocks;
        this.collector = collector;
        this.input = input;
        this.rows = rows;
    }

    /// Removes what it can, and gives the rows.
    ///
    /// @param roots taken after the collector was made
    /// @throws PinIncomplete when a block below a recursive pin is missing: what it needs is not
    ///   known, so nothing else is removed
    BlocksRemoved run(List<Cid> named, PinRoots roots) throws IOException, InterruptedException {
        for (Cid cid : named) {
            if (cid.isIdentity()) {
                keep(cid, "its CID holds its bytes");
            } else {
                left.putIfAbsent(cid.multihash(), cid);
            }
        }
        keepPins(roots);
        dropMissing();
        if (!left.isEmpty()) {
            collector.tell((block, root, pinned) -> {
                if (left.containsKey(block.multihash())) {
                    reasons.putIfAbsent(block.multihash(), pinned ? "pinned via " + root : IN_USE);
                }
            });
            collector.mark(roots);
            removeRest();
        }
        return new BlocksRemoved(
                collector.removedBlocks(), collector.removedBytes(), needed, missing);
    }

    /// Pins themselves are found without a walk.
    private void keepPins(PinRoots roots) throws IOException, InterruptedException {
        roots.forEach((cid, recursive) -> {
            Cid named = left.remove(cid.multihash());
            if (named != null) {
                keep(named, recursive ? "pinned: recursive" : "pinned: direct");
            }
        });
    }

    private void dropMissing() throws IOException, InterruptedException {
        for (Iterator<Cid> all = left.values().iterator(); all.hasNext(); ) {
            Cid cid = all.next();
            if (!blocks.has(cid)) {
                all.remove();
                miss(cid);
            }
        }
    }

    private void removeRest() throws IOException, InterruptedException {
        List<Cid> batch = new ArrayList<>();
        for (Cid cid : left.values()) {
            batch.add(cid);
            if (batch.size() == LiveSet.CLAIM_MAX) {
                remove(batch);
                batch.clear();
            }
        }
        remove(batch);
    }

    private void remove(List<Cid> batch) throws IOException, InterruptedException {
        Checkpoint.ifCancelled();
        Set<Multihash> removed = new HashSet<>();
        collector.remove(
                batch.stream().filter(cid -> !collector.isNeeded(cid)).toList(),
                false,
                (cid, _) -> removed.add(cid.multihash()));
        for (Cid cid : batch) {
            if (removed.contains(cid.multihash())) {
                if (!input.quiet()) {
                    rows.give(new BlockOutcome(cid.toString(), null));
                }
            } else if (blocks.has(cid)) {
                keep(cid, reasons.getOrDefault(cid.multihash(), IN_USE));
            } else {
                miss(cid);
            }
        }
    }

    private void keep(Cid cid, String why) throws InterruptedException {
        needed++;
        rows.give(new BlockOutcome(cid.toString(), why));
    }

    private void miss(Cid cid) throws InterruptedException {
        missing++;
        if (!input.force()) {
            rows.give(new BlockOutcome(cid.toString(), "block " + cid + " is not here"));
        }
    }
}
