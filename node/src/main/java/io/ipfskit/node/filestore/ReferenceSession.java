package io.ipfskit.node.filestore;

import io.ipfskit.blockstore.SessionStatistics;
import io.ipfskit.blockstore.WriteSession;
import io.ipfskit.ipld.Block;
import io.ipfskit.ipld.BlockNotFound;
import io.ipfskit.ipld.IntegrityException;
import io.ipfskit.multiformats.Cid;

import java.io.IOException;

/// A session in which records are put beside blocks.
final class ReferenceSession implements WriteSession {
    private final ReferenceStore store;
    private final WriteSession session;

    ReferenceSession(ReferenceStore store, WriteSession session) {
        this.store = store;
        this.session = session;
    }

    @Override
    public boolean has(Cid cid) throws IOException, InterruptedException {
        return session.has(cid)
                || (!cid.isIdentity() && session.has(ReferenceRecord.key(cid.multihash(), 0)));
    }

    /// Adds a block, or the record of a reference at the first place that is free, unless the block
    /// is here or a reference to it holds.
    ///
    /// @throws ReferencesFull when all places are taken by references that hold no more
    @Override
    public void put(Block block) throws IOException, InterruptedException {
        if (!ReferenceRecord.isKey(block.cid())) {
            session.put(block);
            return;
        }
        ReferenceRecord record = ReferenceRecord.decode(block.cid(), block.bytes());
        if (session.has(record.leaf())) {
            return;
        }
        for (int place = 0; place < ReferenceRecord.PLACES_MAX; place++) {
            Cid key = ReferenceRecord.key(record.leaf().multihash(), place);
            if (!session.has(key)) {
                session.put(Block.trusted(key, block.bytes()));
                return;
            }
            if (holds(record.leaf(), key, record.reference())) {
                return;
            }
        }
        throw new ReferencesFull(record.leaf());
    }

    /// Whether the record under a key, which this session relies on now, is as good as another.
    private boolean holds(Cid block, Cid key, Reference other)
            throws IOException, InterruptedException {
        Reference known;
        try {
            known = ReferenceRecord.decode(key, store.below().get(key).bytes()).reference();
        } catch (BlockNotFound ofThisSession) {
            return true; // its file is being read now
        } catch (IntegrityException damaged) {
            return false;
        }
        return known.equals(other) || store.reader().holds(block, known);
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
