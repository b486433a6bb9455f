package io.ipfskit.node.gc;

import io.ipfskit.blockstore.SessionStatistics;
import io.ipfskit.blockstore.WriteSession;
import io.ipfskit.ipld.Block;
import io.ipfskit.multiformats.Cid;

import java.io.IOException;

/// A session whose blocks are held from before they are looked for.
final class HeldSession implements WriteSession {
    private final Hold hold;
    private final WriteSession session;

    HeldSession(Hold hold, WriteSession session) {
        this.hold = hold;
        this.session = session;
    }

    @Override
    public boolean has(Cid cid) throws IOException, InterruptedException {
        hold.block(cid);
        return session.has(cid);
    }

    @Override
    public void put(Block block) throws IOException, InterruptedException {
        hold.block(block.cid());
        session.put(block);
    }

    @Override
    public void commit() throws IOException, InterruptedException {
        session.commit();
    }

    @Override
    public SessionStatistics statistics() {
        return session.statistics();
    }

    @Override
    public void close() throws IOException {
        session.close();
    }
}
