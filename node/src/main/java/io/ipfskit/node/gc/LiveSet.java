package io.ipfskit.node.gc;

import io.ipfskit.multiformats.Cid;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// What one collection keeps besides what it marked; see the package for the discipline.
///
/// For one collector; closing is idempotent and never blocks.
public final class LiveSet implements AutoCloseable {
    /// The most blocks of one claim: while it lasts, who wants one of them waits.
    public static final int CLAIM_MAX = 1024;

    private final Holds holds;

    // Guarded by the monitor of `holds`.
    private final Fingerprints kept = new Fingerprints();
    private List<Cid> newRoots = new ArrayList<>();
    private @Nullable Claim claim;
    private boolean closed;

    LiveSet(Holds holds) {
        this.holds = holds;
    }

    /// The DAGs that operations named since the last call, or since they began: mark them. Blocks
    /// may be missing below them.
    public List<Cid> takeRoots() {
        synchronized (holds.monitor) {
            List<Cid> taken = newRoots;
            newRoots = new ArrayList<>();
            return taken;
        }
    }

    /// Asks for blocks that nothing marked. Those granted are nobody's, and whoever wants one from
    /// now on waits until the claim is closed.
    ///
    /// @param unmarked at most [#CLAIM_MAX] blocks
    /// @return nothing when an operation named a DAG that was not taken yet, see [#takeRoots]
    /// @throws IllegalStateException when this is closed or the claim before is not
    public Optional<Claim> claim(Collection<Cid> unmarked) {
        if (unmarked.size() > CLAIM_MAX) {
            throw new IllegalArgumentException(
                    "a claim has at most " + CLAIM_MAX + " blocks, was " + unmarked.size());
        }
        synchronized (holds.monitor) {
            if (closed || claim != null) {
                throw new IllegalStateException(
                        closed ? "the collection is over" : "the claim before is not closed");
            }
            if (!newRoots.isEmpty()) {
                return Optional.empty();
            }
            Claim granted = new Claim(this);
            for (Cid cid : unmarked) {
                long fingerprint = Fingerprints.of(cid.multihash());
                if (!cid.isIdentity()
                        && !kept.mayContain(fingerprint)
                        && !holds.isHeld(fingerprint)) {
                    granted.add(cid, fingerprint);
                }
            }
            claim = granted;
            return Optional.of(granted);
        }
    }

    /// Ends the collection, and the claim that is open.
    @Override
    public void close() {
        Claim last;
        synchronized (holds.monitor) {
            if (closed) {
                return;
            }
            closed = true;
            last = claim;
            claim = null;
            holds.live = null;
        }
        if (last != null) {
            last.close();
        }
    }

    void end(Claim ended) {
        synchronized (holds.monitor) {
            if (claim == ended) {
                claim = null;
            }
        }
    }

    // The rest is called holding the monitor.

    void newRoot(Cid root) {
        newRoots.add(root);
    }

    void keep(Hold hold) {
        kept.addAll(hold.blocks());
    }

    @Nullable Claim claim() {
        return claim;
    }
}
