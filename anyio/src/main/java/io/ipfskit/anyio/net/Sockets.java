package io.ipfskit.anyio.net;

import io.ipfskit.anyio.RunLocal;
import io.ipfskit.anyio.RunSupport;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The sockets of one run: its poller, its buffers, and what is open.
final class Sockets {
    private static final RunLocal<Sockets> OF_RUN = new RunLocal<>("sockets");

    private final RunSupport support;
    private final Poller poller;
    private final DirectBuffers buffers = new DirectBuffers();
    private final Set<PolledChannel> open = ConcurrentHashMap.newKeySet();
    private final boolean isWatchedByStrand;

    private Sockets(RunSupport support) throws IOException {
        this.support = support;
        this.poller = new Poller();
        this.isWatchedByStrand = support.watch("anyio-poller", poller);
    }

    /// Returns those of the caller's run; the first call starts the poller.
    ///
    /// @throws UnsupportedOperationException on `sim`
    static Sockets ofCaller() throws IOException {
        Sockets known = OF_RUN.getOrNull();
        return known == null ? make(RunSupport.ofCaller()) : known;
    }

    private static Sockets make(RunSupport support) throws IOException {
        if (support.run().backend().isSimulated()) {
            throw new UnsupportedOperationException(
                    "backend 'sim' does no real network I/O; give the code a simulated Network");
        }
        synchronized (support) {
            Sockets known = OF_RUN.getOrNull();
            if (known != null) {
                return known;
            }
            Sockets made = new Sockets(support);
            support.atEnd(made::close);
            OF_RUN.set(made);
            return made;
        }
    }

    Poller poller() {
        return poller;
    }

    /// Whether the poller is a strand of the loop, so that a wait costs no hand-over between
    /// threads.
    boolean isWatchedByStrand() {
        return isWatchedByStrand;
    }

    DirectBuffers buffers() {
        return buffers;
    }

    void opened(PolledChannel channel) {
        open.add(channel);
        support.sockets(1);
    }

    void closed(PolledChannel channel) {
        if (open.remove(channel)) {
            support.sockets(-1);
        }
    }

    private void close() {
        try {
            for (PolledChannel channel : List.copyOf(open)) {
                channel.close();
            }
        } finally {
            poller.close();
        }
    }
}
