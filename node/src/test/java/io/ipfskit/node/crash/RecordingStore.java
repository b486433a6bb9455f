package io.ipfskit.node.crash;

import io.ipfskit.blockstore.BlockStore;
import io.ipfskit.blockstore.CidConsumer;
import io.ipfskit.blockstore.CompactOptions;
import io.ipfskit.blockstore.CompactionReport;
import io.ipfskit.blockstore.SessionStatistics;
import io.ipfskit.blockstore.StoreStatistics;
import io.ipfskit.blockstore.WriteSession;
import io.ipfskit.ipld.Block;
import io.ipfskit.multiformats.Cid;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Set;

/// A store that remembers what anybody put into a session.
record RecordingStore(BlockStore store, Set<Cid> put) implements BlockStore {
    @Override
    public Block get(Cid cid) throws IOException, InterruptedException {
        return store.get(cid);
    }

    @Override
    public int read(Cid cid, ByteBuffer target) throws IOException, InterruptedException {
        return store.read(cid, target);
    }

    @Override
    public boolean has(Cid cid) throws IOException, InterruptedException {
        return store.has(cid);
    }

    @Override
    public long size(Cid cid) throws IOException, InterruptedException {
        return store.size(cid);
    }

    @Override
    public int delete(Collection<Cid> cids) throws IOException, InterruptedException {
        return store.delete(cids);
    }

    @Override
    public void forEach(CidConsumer consumer) throws IOException, InterruptedException {
        store.forEach(consumer);
    }

    @Override
    public WriteSession openSession() throws IOException, InterruptedException {
        WriteSession session = store.openSession();
        return new WriteSession() {
            @Override
            public boolean has(Cid cid) throws IOException, InterruptedException {
                return session.has(cid);
            }

            @Override
            public void put(Block block) throws IOException, InterruptedException {
                put.add(block.cid());
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
        };
    }

    @Override
    public CompactionReport compact(CompactOptions options)
            throws IOException, InterruptedException {
        return store.compact(options);
    }

    @Override
    public StoreStatistics statistics() {
        return store.statistics();
    }

    @Override
    public void close() throws IOException {
        store.close();
    }
}
