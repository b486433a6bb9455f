package io.ipfskit.blockstore;

import io.ipfskit.ipld.Block;
import io.ipfskit.multiformats.Cid;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.List;

/// What one caller wants committed: blocks held in memory, or bulk segments to adopt, or blocks to
/// delete, or what a compaction copied.
final class CommitRequest {
    /// A block with its checksum.
    record Item(Block block, int crc) {}

    final List<Item> blocks;
    final List<Segment> adopted;

    /// Where each adopted segment ends.
    final List<Long> adoptedEnds;

    final @Nullable BlockIndex adoptedIndex;
    final List<Cid> deletes;

    /// What a compaction copied, null for any other request.
    final @Nullable Compaction compaction;

    /// The store's delete count when the session began to rely on its blocks, -1 when it does not.
    final long deletesSeen;

    /// The blocks that the session relies on.
    final KeySet relied;

    /// Why the request was not committed. Set by the flusher.
    private volatile @Nullable IOException failure;

    /// How many blocks were deleted. Set by the flusher.
    volatile int deleted;

    private CommitRequest(
            List<Item> blocks,
            List<Segment> adopted,
            List<Long> adoptedEnds,
            @Nullable BlockIndex adoptedIndex,
            List<Cid> deletes,
            @Nullable Compaction compaction,
            long deletesSeen,
            KeySet relied) {
        this.blocks = blocks;
        this.adopted = adopted;
        this.adoptedEnds = adoptedEnds;
        this.adoptedIndex = adoptedIndex;
        this.deletes = deletes;
        this.compaction = compaction;
        this.deletesSeen = deletesSeen;
        this.relied = relied;
    }

    static CommitRequest add(List<Item> blocks, long deletesSeen, KeySet relied) {
        return new CommitRequest(
                blocks, List.of(), List.of(), null, List.of(), null, deletesSeen, relied);
    }

    static CommitRequest adopt(
            List<Segment> segments,
            List<Long> ends,
            BlockIndex index,
            long deletesSeen,
            KeySet relied) {
        return new CommitRequest(
                List.of(), segments, ends, index, List.of(), null, deletesSeen, relied);
    }

    static CommitRequest delete(List<Cid> cids) {
        return new CommitRequest(
                List.of(), List.of(), List.of(), null, cids, null, -1, new KeySet());
    }

    /// Asks for an empty batch behind the last one.
    static CommitRequest cover() {
        return delete(List.of());
    }

    /// Asks for a manifest; see [Compaction].
    static CommitRequest compact(Compaction compaction) {
        return new CommitRequest(
                List.of(), List.of(), List.of(), null, List.of(), compaction, -1, new KeySet());
    }

    /// Whether this is a request of [#cover()].
    boolean isCover() {
        return blocks.isEmpty()
                && adopted.isEmpty()
                && deletes.isEmpty()
                && adoptedIndex == null
                && compaction == null;
    }

    boolean isDelete() {
        return !deletes.isEmpty();
    }

    long weight() {
        long bytes = 64L * (adopted.size() + deletes.size());
        for (Item item : blocks) {
            bytes += item.block().size() + 64L;
        }
        return bytes;
    }

    void fail(IOException reason) {
        failure = reason;
    }

    void orThrow() throws IOException {
        IOException reason = failure;
        if (reason != null) {
            throw reason;
        }
    }

    boolean isFailed() {
        return failure != null;
    }
}
