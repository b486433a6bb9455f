package io.ipfskit.blockstore;

import io.ipfskit.ipld.Block;
import io.ipfskit.multiformats.Cid;
import io.ipfskit.multiformats.Multihash;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/// A store with its most recently read small blocks kept in memory.
///
/// Only blocks that the store checked come in; large ones stay out, so that one big read does not
/// empty it. Thread-safe.
public final class CachedBlockStore implements BlockStore {
    /// Default memory, 8 MiB.
    public static final int BYTES_DEFAULT = 8 << 20;

    private static final int BLOCK_MAX = 64 << 10;
    private static final int ENTRY_OVERHEAD = 256;

    private final BlockStore store;
    private final int bytesMax;
    private final Object lock = new Object();

    /// By last use. Guarded by `lock`.
    private final Map<Multihash, Block> blocks = new LinkedHashMap<>(64, 0.75f, true);

    // Guarded by `lock`.
    private long bytes;

    /// Number of deletes, so that a read that began before one does not bring a block back. Guarded
    /// by `lock`.
    private long deletes;

    /// Puts a cache of at most `bytesMax` in front of `store`, which this one closes.
    public CachedBlockStore(BlockStore store, int bytesMax) {
        this.store = store;
        this.bytesMax = bytesMax;
    }

    @Override
    public Block get(Cid cid) throws IOException, InterruptedException {
        long deletesBefore;
        synchronized (lock) {
            Block block = blocks.get(cid.multihash());
            if (block != null) {
                return block.cid().equals(cid) ? block : Block.trusted(cid, block.bytes());
            }
            deletesBefore = deletes;
        }
        Block block = store.get(cid);
        if (block.size() <= BLOCK_MAX && !cid.isIdentity()) {
            keep(block, deletesBefore);
        }
        return block;
    }

    @Override
    public int read(Cid cid, ByteBuffer target) throws IOException, InterruptedException {
        return target.remaining() > BLOCK_MAX && cached(cid) == null
                ? store.read(cid, target)
                : BlockStore.super.read(cid, target);
    }

    private void keep(Block block, long deletesBefore) {
        synchronized (lock) {
            if (deletes != deletesBefore) {
                return;
            }
            if (blocks.put(block.cid().multihash(), block) == null) {
                bytes += block.size() + ENTRY_OVERHEAD;
            }
            var eldest = blocks.entrySet().iterator();
            while (bytes > bytesMax && eldest.hasNext()) {
                bytes -= eldest.next().getValue().size() + ENTRY_OVERHEAD;
                eldest.remove();
            }
        }
    }

    private @Nullable Block cached(Cid cid) {
        synchronized (lock) {
            return blocks.get(cid.multihash());
        }
    }

    @Override
    public boolean has(Cid cid) throws IOException, InterruptedException {
        return cached(cid) != null || store.has(cid);
    }

    @Override
    public long size(Cid cid) throws IOException, InterruptedException {
        Block block = cached(cid);
        return block != null ? block.size() : store.size(cid);
    }

    @Override
    public int delete(Collection<Cid> cids) throws IOException, InterruptedException {
        try {
            return store.delete(cids);
        } finally {
            synchronized (lock) {
                deletes++;
                for (Cid cid : cids) {
                    Block gone = blocks.remove(cid.multihash());
                    bytes -= gone == null ? 0 : gone.size() + ENTRY_OVERHEAD;
                }
            }
        }
    }

    /// Returns the bytes held in memory, overhead included.
    public long cachedBytes() {
        synchronized (lock) {
            return bytes;
        }
    }

    @Override
    public void forEach(CidConsumer consumer) throws IOException, InterruptedException {
        store.forEach(consumer);
    }

    @Override
    public CompactionReport compact(CompactOptions options)
            throws IOException, InterruptedException {
        return store.compact(options);
    }

    @Override
    public WriteSession openSession() throws IOException, InterruptedException {
        return store.openSession();
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
