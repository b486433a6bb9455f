package io.ipfskit.blockstore;

import io.ipfskit.anyio.CancelScope;
import io.ipfskit.anyio.Checkpoint;
import io.ipfskit.anyio.Disk;
import io.ipfskit.ipld.Block;
import io.ipfskit.multiformats.Cid;
import io.ipfskit.multiformats.Multihash;
import io.ipfskit.wal.log.DiskFull;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A session of a pack store: in memory while it is small, then in segments of its own.
final class PackSession implements WriteSession {
    private static final int SMALL_BLOCKS_MAX = 8192;
    private static final int ITEM_OVERHEAD = 256;

    private enum State {
        OPEN,
        BROKEN,
        COMMITTED,
        CLOSED
    }

    private final PackStore store;
    private final Disk disk;

    /// What is kept in memory; empty once there is a bulk writer.
    private final Map<Multihash, CommitRequest.Item> small = new LinkedHashMap<>();

    private long reserved;
    private @Nullable BulkWriter bulk;
    private State state = State.OPEN;
    private long blocksNew;
    private long bytesNew;
    private long blocksKnown;

    /// The store's delete count when the first block was left out, -1 before.
    private long deletesSeen = -1;

    /// The blocks that were left out or said to be here.
    private final KeySet relied = new KeySet();

    PackSession(PackStore store, Disk disk) {
        this.store = store;
        this.disk = disk;
    }

    @Override
    public boolean has(Cid cid) throws IOException, InterruptedException {
        return cid.isIdentity() || isMine(cid.multihash()) || isInStore(cid.multihash());
    }

    private boolean isMine(Multihash multihash) throws IOException, InterruptedException {
        BulkWriter writer = bulk;
        return writer == null ? small.containsKey(multihash) : writer.has(multihash);
    }

    /// Asks the store; from a yes on the session relies on it.
    private boolean isInStore(Multihash multihash) throws IOException, InterruptedException {
        long deletes = store.deletes();
        boolean found = store.find(multihash) != null;
        if (found) {
            deletesSeen = deletesSeen < 0 ? deletes : deletesSeen;
            relied.add(store.index().key(multihash));
        }
        return found;
    }

    @Override
    public void put(Block block) throws IOException, InterruptedException {
        requireOpen();
        Cid cid = block.cid();
        if (cid.isIdentity()) {
            return;
        }
        if (block.size() > PackOptions.BLOCK_BYTES_MAX
                || cid.multihash().digestLength() < Multihash.MIN_DIGEST) {
            throw new IllegalArgumentException(
                    "block %s cannot be stored: at most %d bytes and a digest of at least %d bytes are allowed, it has %d and %d"
                            .formatted(
                                    cid,
                                    PackOptions.BLOCK_BYTES_MAX,
                                    Multihash.MIN_DIGEST,
                                    block.size(),
                                    cid.multihash().digestLength()));
        }
        state = State.BROKEN;
        try {
            if (isMine(cid.multihash()) || isInStore(cid.multihash())) {
                blocksKnown++;
            } else {
                add(new CommitRequest.Item(block, SegmentReader.crc(block.bytes())));
                blocksNew++;
                bytesNew += block.size();
            }
            state = State.OPEN;
        } catch (IOException e) {
            throw DiskFull.isCauseOf(e) ? store.full(e) : e;
        }
    }

    private void add(CommitRequest.Item item) throws IOException, InterruptedException {
        BulkWriter writer = bulk;
        if (writer == null) {
            int size = item.block().size();
            boolean fits =
                    bytesNew + size <= store.options().smallSessionBytes()
                            && small.size() < SMALL_BLOCKS_MAX
                            && store.reserve(size + ITEM_OVERHEAD);
            if (fits) {
                reserved += size + ITEM_OVERHEAD;
                small.put(
                        item.block().cid().multihash(),
                        new CommitRequest.Item(copyOf(item.block()), item.crc()));
                return;
            }
            writer = spill();
        }
        writer.add(item);
    }

    /// The block with bytes of its own: the caller may reuse its buffer once `put` returned.
    private static Block copyOf(Block block) {
        ByteBuffer copy = ByteBuffer.allocate(block.size());
        copy.put(block.bytes()).flip();
        return Block.trusted(block.cid(), copy);
    }

    private BulkWriter spill() throws IOException, InterruptedException {
        BulkWriter writer = new BulkWriter(store, disk);
        bulk = writer;
        for (CommitRequest.Item item : small.values()) {
            writer.add(item);
        }
        small.clear();
        releaseMemory();
        return writer;
    }

    private void releaseMemory() {
        store.release(reserved);
        reserved = 0;
    }

    @Override
    public void commit() throws IOException, InterruptedException {
        requireOpen();
        state = State.BROKEN;
        Checkpoint.ifCancelled();
        try {
            BulkWriter writer = bulk;
            if (writer != null) {
                writer.finish();
                CancelScope.<@Nullable Void, IOException>shield(_ -> {
                    writer.commit(deletesSeen, relied);
                    return null;
                });
            } else if (!small.isEmpty() || deletesSeen >= 0) {
                List<CommitRequest.Item> items = new ArrayList<>(small.values());
                CancelScope.<@Nullable Void, IOException>shield(_ -> {
                    store.submit(CommitRequest.add(items, deletesSeen, relied));
                    return null;
                });
            }
            state = State.COMMITTED;
            small.clear();
            releaseMemory();
        } catch (IOException e) {
            throw DiskFull.isCauseOf(e) && !(e instanceof StoreFull) ? store.full(e) : e;
        }
    }

    private void requireOpen() {
        switch (state) {
            case OPEN -> {}
            case BROKEN ->
                    throw new IllegalStateException(
                            "a write of this session failed: close it and add again");
            case COMMITTED ->
                    throw new IllegalStateException("the session was committed: open another one");
            case CLOSED -> throw new IllegalStateException("the session was closed");
        }
    }

    @Override
    public SessionStatistics statistics() {
        return new SessionStatistics(blocksNew, bytesNew, blocksKnown);
    }

    @Override
    public void close() throws IOException {
        State before = state;
        state = State.CLOSED;
        small.clear();
        releaseMemory();
        BulkWriter writer = bulk;
        bulk = null;
        if (writer == null || before == State.CLOSED) {
            return;
        }
        try {
            CancelScope.<@Nullable Void, IOException>shield(_ -> {
                writer.close();
                return null;
            });
        } catch (InterruptedException e) {
            throw (IOException)
                    new InterruptedIOException("closing a session was interrupted").initCause(e);
        }
    }
}
