package io.ipfskit.node.filestore;

import io.ipfskit.blockstore.WriteSession;
import io.ipfskit.ipld.Block;
import io.ipfskit.ipld.BlockSink;
import io.ipfskit.multiformats.Cid;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/// Puts some of the blocks of an add into a session by reference: those it was told of before they
/// come. For one task.
public final class ReferringSink implements BlockSink {
    private final WriteSession session;

    /// What was told and has not come, a few.
    private final Deque<ReferenceRecord> told = new ArrayDeque<>();

    /// Puts into `session`, which is one of a [ReferenceStore], perhaps with its blocks held.
    public ReferringSink(WriteSession session) {
        this.session = session;
    }

    /// Tells where the bytes of a block are that is put next or soon.
    public void refer(Cid block, Reference reference) {
        if (!block.isIdentity()) {
            told.addLast(new ReferenceRecord(block, reference));
        }
    }

    @Override
    public void put(Block block) throws IOException, InterruptedException {
        ReferenceRecord record = take(block.cid());
        if (record == null) {
            session.put(block);
            return;
        }
        session.has(block.cid()); // so that the block itself is held, not its record alone
        try {
            session.put(record.block());
        } catch (ReferencesFull full) {
            session.put(block);
        }
    }

    private @Nullable ReferenceRecord take(Cid block) {
        for (Iterator<ReferenceRecord> all = told.iterator(); all.hasNext(); ) {
            ReferenceRecord record = all.next();
            if (record.leaf().equals(block)) {
                all.remove();
                return record;
            }
        }
        return null;
    }
}
