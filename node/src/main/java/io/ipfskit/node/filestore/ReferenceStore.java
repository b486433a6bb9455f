package io.ipfskit.node.filestore;

import io.ipfskit.anyio.Disk;
import io.ipfskit.blockstore.BlockStore;
import io.ipfskit.blockstore.CidConsumer;
import io.ipfskit.blockstore.CompactOptions;
import io.ipfskit.blockstore.CompactionReport;
import io.ipfskit.blockstore.StoreStatistics;
import io.ipfskit.blockstore.WriteSession;
import io.ipfskit.ipld.Block;
import io.ipfskit.ipld.BlockNotFound;
import io.ipfskit.ipld.IntegrityException;
import io.ipfskit.multiformats.Cid;
import io.ipfskit.multiformats.Multihash;
import io.ipfskit.node.fetch.HttpFetch;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// A block store in which some blocks are kept by reference; see the package. Thread-safe. What is
/// said of blocks in [BlockStore] holds for all of them, besides that a block kept by reference can
/// be had only as long as its file or URL has the same bytes.
public final class ReferenceStore implements BlockStore {
    private final BlockStore store;
    private final ReferenceReader reader;

    /// Puts the layer on `store`, which this one closes.
    public ReferenceStore(BlockStore store, Disk disk, FilestoreRules rules, HttpFetch fetch) {
        this.store = store;
        this.reader = new ReferenceReader(disk, rules, fetch);
    }

    /// The store below, with the records as blocks.
    BlockStore below() {
        return store;
    }

    ReferenceReader reader() {
        return reader;
    }

    /// Refers to files, for adds.
    public FileReferences files() {
        return new FileReferences(reader.allowed());
    }

    /// Whether the block is here, its bytes or a reference that may or may not hold.
    @Override
    public boolean has(Cid cid) throws IOException, InterruptedException {
        return !ReferenceRecord.isKey(cid) && (store.has(cid) || isReferred(cid.multihash()));
    }

    private boolean isReferred(Multihash block) throws IOException, InterruptedException {
        return store.has(ReferenceRecord.key(block, 0));
    }

    @Override
    public long size(Cid cid) throws IOException, InterruptedException {
        if (ReferenceRecord.isKey(cid)) {
            throw new BlockNotFound(cid);
        }
        try {
            return store.size(cid);
        } catch (BlockNotFound absent) {
            ReferenceRecord record = record(cid.multihash(), 0);
            if (record == null) {
                throw absent;
            }
            return record.reference().length();
        }
    }

    /// The block, from the store or from where its references lead.
    ///
    /// @throws IntegrityException also when a reference leads to other bytes or to nothing, caused
    ///   by a [ReferenceBroken]
    /// @throws ReferenceBroken when a reference may not be followed, or cannot be now
    @Override
    public Block get(Cid cid) throws IOException, InterruptedException {
        if (ReferenceRecord.isKey(cid)) {
            return damaged(cid);
        }
        try {
            return store.get(cid);
        } catch (BlockNotFound absent) {
            return referred(cid, absent);
        }
    }

    /// A record is nobody's block; one that is damaged says so, for whoever checks the store.
    private Block damaged(Cid key) throws IOException, InterruptedException {
        ReferenceRecord _ = ReferenceRecord.decode(key, store.get(key).bytes());
        throw new BlockNotFound(key);
    }

    @Override
    public int read(Cid cid, ByteBuffer target) throws IOException, InterruptedException {
        if (!ReferenceRecord.isKey(cid)) {
            try {
                return store.read(cid, target);
            } catch (BlockNotFound absent) {
                // from its reference, if there is one
            }
        }
        return BlockStore.super.read(cid, target);
    }

    private Block referred(Cid cid, BlockNotFound absent) throws IOException, InterruptedException {
        IOException first = null;
        for (int place = 0; place < ReferenceRecord.PLACES_MAX; place++) {
            try {
                ReferenceRecord record = record(cid.multihash(), place);
                if (record == null) {
                    break;
                }
                return reader.read(cid, record.reference());
            } catch (IntegrityException damaged) {
                first = first == null ? damaged : first;
            } catch (ReferenceBroken broken) {
                first = first == null ? told(cid, broken) : first;
            }
        }
        throw first == null ? absent : first;
    }

    private static IOException told(Cid cid, ReferenceBroken broken) {
        return broken.isLost()
                ? new IntegrityException(cid, String.valueOf(broken.getMessage()), broken)
                : broken;
    }

    /// The record of a block at a place, or null.
    ///
    /// @throws IntegrityException when it is damaged
    @Nullable ReferenceRecord record(Multihash block, int place)
            throws IOException, InterruptedException {
        Cid key = ReferenceRecord.key(block, place);
        if (!store.has(key)) {
            return null;
        }
        try {
            return ReferenceRecord.decode(key, store.get(key).bytes());
        } catch (BlockNotFound removedMeanwhile) {
            return null;
        }
    }

    /// Deletes blocks, their bytes and all references to them.
    @Override
    public int delete(Collection<Cid> cids) throws IOException, InterruptedException {
        List<Cid> all = new ArrayList<>(cids.size());
        int both = 0;
        for (Cid cid : cids) {
            if (cid.isIdentity() || ReferenceRecord.isKey(cid)) {
                continue;
            }
            boolean stored = store.has(cid);
            all.add(cid);
            for (int place = 0; place < ReferenceRecord.PLACES_MAX; place++) {
                Cid key = ReferenceRecord.key(cid.multihash(), place);
                if (!store.has(key)) {
                    break;
                }
                all.add(key);
                both += stored || place > 0 ? 1 : 0;
            }
        }
        return Math.max(0, store.delete(all) - both);
    }

    /// As [BlockStore#forEach], a block that is kept by reference under its own CID; a record that
    /// is damaged under that of the record.
    @Override
    public void forEach(CidConsumer consumer) throws IOException, InterruptedException {
        store.forEach(cid -> {
            if (!ReferenceRecord.isKey(cid)) {
                consumer.accept(cid);
                return;
            }
            Cid leaf = leafOf(cid);
            if (leaf == null) {
                consumer.accept(cid);
            } else if (cid.equals(ReferenceRecord.key(leaf.multihash(), 0)) && !store.has(leaf)) {
                consumer.accept(leaf);
            }
        });
    }

    /// The block that a record stands for, null when the record is damaged; a record that was
    /// removed meanwhile counts as such, and as absent.
    private @Nullable Cid leafOf(Cid key) throws IOException, InterruptedException {
        try {
            return ReferenceRecord.decode(key, store.get(key).bytes()).leaf();
        } catch (IntegrityException | BlockNotFound unreadable) {
            return null;
        }
    }

    @Override
    public WriteSession openSession() throws IOException, InterruptedException {
        return new ReferenceSession(this, store.openSession());
    }

    @Override
    public CompactionReport compact(CompactOptions options)
            throws IOException, InterruptedException {
        return store.compact(options);
    }

    /// Counters; a reference counts as a block of the bytes of its record.
    @Override
    public StoreStatistics statistics() {
        return store.statistics();
    }

    @Override
    public void close() throws IOException {
        store.close();
    }
}
