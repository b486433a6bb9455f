package io.ipfskit.node.pins;

import io.ipfskit.anyio.Checkpoint;
import io.ipfskit.blockstore.BlockStore;
import io.ipfskit.ipld.BlockNotFound;
import io.ipfskit.ipld.BlockSource;
import io.ipfskit.ipld.Links;
import io.ipfskit.multiformats.Cid;
import io.ipfskit.multiformats.Multicodec;
import io.ipfskit.node.CidSet;
import io.ipfskit.node.repository.PinEntry;
import io.ipfskit.node.repository.PinKind;
import io.ipfskit.node.repository.PinView;
import io.ipfskit.node.repository.RepositoryLog;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What lies below the recursive pins of one moment, each block once. For one walk of one task.
///
/// Computed, not counted: a count for each block would make every pin and unpin cost as much as its
/// DAG, in the log and in memory, to answer a question that is seldom asked. A walk remembers every
/// CID it met, at most [#MET_MAX] of them in some 25 MiB, and fails beyond.
final class IndirectPins {
    /// The most different CIDs of one walk.
    static final int MET_MAX = 500_000;

    private static final int MISSING_MAX = 1000;

    private final BlockStore blocks;
    private final RepositoryLog repository;
    private final PinView view;
    private final long now;
    private final CidSet met =
            new CidSet("blocks below recursive pins: list type=recursive, or one cid", MET_MAX);

    /// Inner blocks that are gone with their pin; another pin that has them is damaged.
    private final Set<Cid> missing = new HashSet<>();

    /// Whether a DAG that lost a block is no failure.
    private boolean tolerant;

    /// @param now what expired by then is no pin
    IndirectPins(BlockStore blocks, RepositoryLog repository, PinView view, long now) {
        this.blocks = blocks;
        this.repository = repository;
        this.view = view;
        this.now = now;
    }

    /// Takes what is found.
    @FunctionalInterface
    interface Visitor {
        /// Takes one block below a recursive pin; false ends the walk.
        boolean visit(Cid cid, Cid root) throws IOException, InterruptedException;
    }

    /// Visits everything below recursive pins, also what is pinned itself.
    ///
    /// @throws BlockNotFound when a block of what is still pinned is not here
    void forEach(Visitor visitor) throws IOException, InterruptedException {
        for (PinEntry pin : view.after(null)) {
            if (pin.kind() == PinKind.RECURSIVE
                    && !pin.isExpired(now)
                    && !below(pin.cid(), visitor)) {
                return;
            }
        }
    }

    private boolean below(Cid root, Visitor visitor) throws IOException, InterruptedException {
        Deque<Cid> todo = new ArrayDeque<>();
        todo.add(root);
        while (!todo.isEmpty()) {
            Checkpoint.ifCancelled();
            List<Cid> links = links(root, todo.removeLast());
            List<Cid> inner = new ArrayList<>();
            for (Cid cid : links) {
                boolean isNew = met.add(cid);
                if (isNew && !visitor.visit(cid, root)) {
                    return false;
                }
                if ((isNew && cid.codec() != Multicodec.RAW) || missing.contains(cid)) {
                    inner.add(cid);
                }
            }
            inner.reversed().forEach(todo::addLast);
        }
        return true;
    }

    private List<Cid> links(Cid root, Cid cid) throws IOException, InterruptedException {
        if (cid.codec() == Multicodec.RAW) {
            return List.of();
        }
        try {
            return Links.of(BlockSource.fetch(blocks, cid));
        } catch (BlockNotFound e) {
            // Unpinned and collected since this view was taken? Then it is no damage.
            PinEntry pin = repository.pin(root).orElse(null);
            boolean pinned = pin != null && pin.kind() == PinKind.RECURSIVE;
            if (!tolerant && (pinned || missing.size() == MISSING_MAX)) {
                throw e;
            }
            if (!tolerant) {
                missing.add(cid);
            }
            return List.of();
        }
    }

    /// A recursive pin below which `cid` lies, or null. Looks past blocks that are not here:
    /// `pin.verify` tells of them.
    @Nullable Cid holder(Cid cid) throws IOException, InterruptedException {
        tolerant = true;
        Cid[] found = new Cid[1];
        forEach((met, root) -> {
            if (met.equals(cid)) {
                found[0] = root;
                return false;
            }
            return true;
        });
        return found[0];
    }
}
