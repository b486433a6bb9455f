package io.ipfskit.blockstore;

import io.ipfskit.ipld.Block;
import io.ipfskit.ipld.BlockNotFound;
import io.ipfskit.multiformats.Cid;
import io.ipfskit.multiformats.Multihash;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Blocks in memory, under the same contract as on disk, except that nothing survives the process.
/// Unbounded.
public final class MemoryBlockStore implements BlockStore {
    private final Object lock = new Object();

    /// Guarded by `lock`.
    private final Map<Multihash, Block> blocks = new LinkedHashMap<>();

    // Guarded by `lock`.
    private long bytes;
    private long bytesAdded;
    private long commits;
    private long deletes;

    /// Makes an empty store.
    public MemoryBlockStore() {}

    @Override
    public boolean has(Cid cid) {
        return cid.isIdentity() || find(cid.multihash()) != null;
    }

    private @Nullable Block find(Multihash multihash) {
        synchronized (lock) {
            return blocks.get(multihash);
        }
    }

    @Override
    public long size(Cid cid) throws BlockNotFound {
        return get(cid).size();
    }

    @Override
    public Block get(Cid cid) throws BlockNotFound {
        if (cid.isIdentity()) {
            return Block.inline(cid);
        }
        Block block = find(cid.multihash());
        if (block == null) {
            throw new BlockNotFound(cid);
        }
        return block.cid().equals(cid) ? block : Block.trusted(cid, block.bytes());
    }

    @Override
    public int delete(Collection<Cid> cids) {
        int deleted = 0;
        synchronized (lock) {
            for (Cid cid : cids) {
                Block gone = blocks.remove(cid.multihash());
                if (gone != null) {
                    deleted++;
                    bytes -= gone.size();
                }
            }
            deletes += deleted > 0 ? 1 : 0;
        }
        return deleted;
    }

    @Override
    public void forEach(CidConsumer consumer) throws java.io.IOException, InterruptedException {
        List<Block> all;
        synchronized (lock) {
            all = new ArrayList<>(blocks.values());
        }
        for (Block block : all) {
            consumer.accept(block.cid());
        }
    }

    /// Memory of deleted blocks is the collector's: nothing is to be done.
    @Override
    public CompactionReport compact(CompactOptions options) {
        return CompactionReport.NOTHING;
    }

    @Override
    public WriteSession openSession() {
        return new Session();
    }

    @Override
    public StoreStatistics statistics() {
        synchronized (lock) {
            return new StoreStatistics(blocks.size(), bytes, 0, 0, bytesAdded, commits);
        }
    }

    @Override
    public void close() {}

    private final class Session implements WriteSession {
        private final Map<Multihash, Block> added = new LinkedHashMap<>();
        private boolean ended;
        private long bytesNew;
        private long blocksKnown;
        private long deletesSeen = -1;

        @Override
        public boolean has(Cid cid) {
            return cid.isIdentity() || added.containsKey(cid.multihash()) || isInStore(cid);
        }

        private boolean isInStore(Cid cid) {
            synchronized (lock) {
                boolean found = blocks.containsKey(cid.multihash());
                if (found && deletesSeen < 0) {
                    deletesSeen = deletes;
                }
                return found;
            }
        }

        @Override
        public void put(Block block) {
            requireOpen();
            if (block.cid().isIdentity()) {
                return;
            }
            if (has(block.cid())) {
                blocksKnown++;
            } else {
                ByteBuffer copy = ByteBuffer.allocate(block.size());
                copy.put(block.bytes()).flip();
                added.put(block.cid().multihash(), Block.trusted(block.cid(), copy));
                bytesNew += block.size();
            }
        }

        @Override
        public void commit() throws StoreConflict {
            requireOpen();
            ended = true;
            synchronized (lock) {
                if (deletesSeen >= 0 && deletesSeen != deletes) {
                    throw new StoreConflict("the memory store");
                }
                for (Map.Entry<Multihash, Block> entry : added.entrySet()) {
                    if (blocks.putIfAbsent(entry.getKey(), entry.getValue()) == null) {
                        bytes += entry.getValue().size();
                        bytesAdded += entry.getValue().size();
                    }
                }
                commits += added.isEmpty() ? 0 : 1;
            }
        }

        private void requireOpen() {
            if (ended) {
                throw new IllegalStateException("the session has ended: open another one");
            }
        }

        @Override
        public SessionStatistics statistics() {
            return new SessionStatistics(added.size(), bytesNew, blocksKnown);
        }

        @Override
        public void close() {
            ended = true;
        }
    }
}
