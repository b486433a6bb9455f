package io.ipfskit.node.gc;

import io.ipfskit.anyio.Event;
import io.ipfskit.blockstore.WriteSession;
import io.ipfskit.multiformats.Cid;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/// What one running operation needs, until it is closed; see the package for how to use it.
///
/// Thread-safe. Closing is idempotent, never blocks and works in a cancelled task. A hold that is
/// not closed keeps blocks from being collected until the process ends.
public final class Hold implements AutoCloseable {
    /// The most DAGs that one hold names.
    public static final int DAGS_MAX = 4096;

    private final Holds holds;
    private final String what;

    // Guarded by the monitor of `holds`.
    private final Fingerprints blocks = new Fingerprints();
    private final List<Cid> dags = new ArrayList<>();
    private boolean closed;

    Hold(Holds holds, String what) {
        this.holds = holds;
        this.what = what;
    }

    /// Holds one block, here or not. When it returns, no collection removes the block until the
    /// hold is closed; one that was just removing it has done so. Costs no wait otherwise, and a
    /// few bytes of memory.
    ///
    /// @throws IllegalStateException when the hold is closed
    /// @throws InterruptedException when the caller is cancelled while a collection removes this
    ///   block; it counts as held
    public void block(Cid cid) throws InterruptedException {
        if (cid.isIdentity()) {
            return;
        }
        long fingerprint = Fingerprints.of(cid.multihash());
        Event removed;
        synchronized (holds.monitor) {
            requireOpen();
            blocks.add(fingerprint);
            removed = holds.removalOf(fingerprint);
        }
        await(removed);
    }

    /// Holds a block and all below it that is here. When it returns, no collection removes any of
    /// them until the hold is closed. The collector walks over the DAG for that.
    ///
    /// @throws IllegalStateException when the hold is closed, or names [#DAGS_MAX] DAGs already
    /// @throws InterruptedException when the caller is cancelled while a collection removes blocks;
    ///   it counts as held
    public void dag(Cid root) throws InterruptedException {
        Event removed;
        synchronized (holds.monitor) {
            requireOpen();
            if (dags.size() == DAGS_MAX) {
                throw new IllegalStateException(
                        "hold " + what + " names " + DAGS_MAX + " DAGs already: open another one");
            }
            dags.add(root);
            if (!root.isIdentity()) {
                blocks.add(Fingerprints.of(root.multihash()));
            }
            LiveSet live = holds.live;
            if (live != null) {
                live.newRoot(root);
            }
            // Any of them may be below the root.
            removed = holds.removal();
        }
        await(removed);
    }

    private static void await(@Nullable Event removed) throws InterruptedException {
        if (removed != null) {
            removed.await();
        }
    }

    /// A session that holds each block before it is looked for or stored. Closing the session does
    /// not close the hold.
    public WriteSession over(WriteSession session) {
        return new HeldSession(this, session);
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("hold " + what + " is closed");
        }
    }

    /// Lets go. A collection that is under way goes on keeping what was held.
    @Override
    public void close() {
        synchronized (holds.monitor) {
            if (!closed) {
                closed = true;
                holds.closed(this);
            }
        }
    }

    // The rest is called holding the monitor.

    Fingerprints blocks() {
        return blocks;
    }

    List<Cid> dags() {
        return dags;
    }

    Holds.Held held() {
        return new Holds.Held(what, blocks.size(), dags.size());
    }
}
