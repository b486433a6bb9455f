package io.ipfskit.node.pins;

import io.ipfskit.anyio.Checkpoint;
import io.ipfskit.anyio.Clock;
import io.ipfskit.anyio.Compute;
import io.ipfskit.blockstore.BlockStore;
import io.ipfskit.ipld.Block;
import io.ipfskit.ipld.BlockNotFound;
import io.ipfskit.ipld.BlockSource;
import io.ipfskit.ipld.IntegrityException;
import io.ipfskit.ipld.Links;
import io.ipfskit.ipld.MalformedBlock;
import io.ipfskit.ipld.UnsupportedContent;
import io.ipfskit.multiformats.Cid;
import io.ipfskit.multiformats.Multicodec;
import io.ipfskit.node.CidSet;
import io.ipfskit.node.Dags;
import io.ipfskit.node.Rows;
import io.ipfskit.node.filestore.ReferenceBroken;
import io.ipfskit.node.ops.BadBlock;
import io.ipfskit.node.ops.PinVerdict;
import io.ipfskit.node.ops.PinsVerified;
import io.ipfskit.node.repository.PinEntry;
import io.ipfskit.node.repository.PinKind;
import io.ipfskit.node.repository.RepositoryLog;
import io.ipfskit.operation.OperationFailed;
import io.ipfskit.operation.Progress;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/// One verification: reads and hashes every block of recursive pins. For one task.
///
/// Inner blocks of DAGs that turned out good are remembered, some 10 MiB of them at most, so that
/// what pins share is read once as long as there is room; all other blocks are read for each pin.
final class PinVerification {
    private static final int BAD_TOLD_MAX = 100;
    private static final int PROGRESS_EVERY = 64;

    /// So many bad leaves are told apart; beyond, one that is linked twice counts twice.
    private static final int BAD_LEAVES_MAX = 250_000;

    private final BlockStore blocks;
    private final RepositoryLog repository;
    private final Consumer<Progress> progress;
    private final CidSet good = new CidSet("good inner blocks", Dags.INNER_BLOCKS_MAX);

    private long pins;
    private long badPins;
    private long hashed;

    PinVerification(BlockStore blocks, RepositoryLog repository, Consumer<Progress> progress) {
        this.blocks = blocks;
        this.repository = repository;
        this.progress = progress;
    }

    /// Verifies the pins of this moment.
    ///
    /// @param verbose whether good ones get a row, too
    PinsVerified all(boolean verbose, Rows rows) throws IOException, InterruptedException {
        long now = Clock.now().toEpochMilli();
        for (PinEntry pin : repository.pins().after(null)) {
            if (pin.kind() == PinKind.RECURSIVE && !pin.isExpired(now)) {
                one(pin.cid(), verbose, rows);
            }
        }
        return verified();
    }

    /// What was verified so far.
    PinsVerified verified() {
        return new PinsVerified(pins, badPins, hashed);
    }

    /// Verifies one pin.
    ///
    /// @throws OperationFailed `resource_exhausted` for a DAG of more inner blocks than one walk
    ///   remembers
    void one(Cid root, boolean verbose, Rows rows) throws IOException, InterruptedException {
        CidSet met = new CidSet("inner blocks in the DAG " + root, Dags.INNER_BLOCKS_MAX);
        CidSet badLeaves = new CidSet("bad leaves", BAD_LEAVES_MAX);
        List<BadBlock> bad = new ArrayList<>();
        Deque<Cid> todo = new ArrayDeque<>();
        todo.add(root);
        long badBlocks = 0;
        while (!todo.isEmpty()) {
            Checkpoint.ifCancelled();
            Cid cid = todo.removeLast();
            if (cid.codec() != Multicodec.RAW && (good.contains(cid) || !met.add(cid))) {
                continue;
            }
            try {
                todo.addAll(hash(cid, root));
            } catch (BlockNotFound _) {
                badBlocks += tell(bad, badLeaves, cid, "it is not here");
            } catch (IntegrityException | ReferenceBroken | MalformedBlock | UnsupportedContent e) {
                badBlocks += tell(bad, badLeaves, cid, String.valueOf(e.getMessage()));
            }
        }
        if (badBlocks > 0 && !isStillPinned(root)) {
            return; // unpinned and collected meanwhile
        }
        pins++;
        if (badBlocks > 0) {
            badPins++;
        } else {
            good.addAll(met);
        }
        if (verbose || badBlocks > 0) {
            rows.give(new PinVerdict(root.toString(), badBlocks == 0, bad, badBlocks));
        }
    }

    /// How many more bad blocks there are: none for a leaf that was linked, and bad, before.
    private static int tell(List<BadBlock> bad, CidSet badLeaves, Cid cid, String reason) {
        boolean isLeaf = cid.codec() == Multicodec.RAW;
        if (isLeaf && badLeaves.size() < BAD_LEAVES_MAX && !badLeaves.add(cid)) {
            return 0;
        }
        if (bad.size() < BAD_TOLD_MAX) {
            bad.add(new BadBlock(cid.toString(), reason));
        }
        return 1;
    }

    private boolean isStillPinned(Cid root) {
        return repository.pin(root).map(PinEntry::kind).orElse(null) == PinKind.RECURSIVE;
    }

    /// Reads and hashes a block; its links, each once.
    private Set<Cid> hash(Cid cid, Cid root) throws IOException, InterruptedException {
        Block read = BlockSource.fetch(blocks, cid);
        Block block = Compute.call(() -> Block.verified(cid, read.bytes()));
        if (++hashed % PROGRESS_EVERY == 0) {
            progress.accept(new Progress("verify", hashed, -1, "blocks", root.toString()));
        }
        return new LinkedHashSet<>(Links.of(block));
    }
}
