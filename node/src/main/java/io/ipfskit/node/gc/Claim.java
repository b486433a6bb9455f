package io.ipfskit.node.gc;

import io.ipfskit.anyio.Event;
import io.ipfskit.multiformats.Cid;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Blocks that a collector removes now. Close it when they are gone, or when they stay after all.
public final class Claim implements AutoCloseable {
    private final LiveSet live;
    private final List<Cid> granted = new ArrayList<>();
    private final Set<Long> fingerprints = new HashSet<>();
    private final Event removed = new Event("blocks are being removed");

    Claim(LiveSet live) {
        this.live = live;
    }

    /// The blocks that may go, in the order they were asked for.
    public List<Cid> granted() {
        return Collections.unmodifiableList(granted);
    }

    /// Lets those go on who wait for one of these blocks. Idempotent; never blocks.
    @Override
    public void close() {
        live.end(this);
        removed.set();
    }

    void add(Cid cid, long fingerprint) {
        granted.add(cid);
        fingerprints.add(fingerprint);
    }

    boolean contains(long fingerprint) {
        return fingerprints.contains(fingerprint);
    }

    Event removed() {
        return removed;
    }
}
