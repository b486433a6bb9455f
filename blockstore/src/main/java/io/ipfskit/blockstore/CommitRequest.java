package io.ipfskit.blockstore;

import io.ipfskit.ipld.Block;
import io.ipfskit.multiformats.Cid;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.List;

/// What one caller wants committed: blocks held in memory, or bulk segments to adopt, or blocks to
/// delete.
final class CommitRequest {
    /// A block with its checksum.
    record Item(Block block, int crc) {}

    final List<Item> blocks;
    final List<Segment> adopted;
    final @Nullable BlockIndex adoptedIndex;
    final List<Cid> deletes;

    /// The store's delete count when the session began to rely on its blocks, -1 when it does not.
    final long deletesSeen;

    /// Why the request was not committed. Set by the flusher.
    private volatile @Nullable IOException failure;

    /// How many blocks were deleted. Set by the flusher.
    volatile int deleted;

    private CommitRequest(
            List<Item> blocks,
            List<Segment> adopted,
            @Nullable BlockIndex adoptedIndex,
            List<Cid> deletes,
            long deletesSeen) {
        this.blocks = blocks;
        this.adopted = adopted;
        this.adoptedIndex = adoptedIndex;
        this.deletes = deletes;
        this.deletesSeen = deletesSeen;
    }

    static CommitRequest add(List<Item> blocks, long deletesSeen) {
        return new CommitRequest(blocks, List.of(), null, List.of(), deletesSeen);
    }

    static CommitRequest adopt(List<Segment> segments, BlockIndex index, long deletesSeen) {
        return new CommitRequest(List.of(), segments, index, List.of(), deletesSeen);
    }

    static CommitRequest delete(List<Cid> cids) {
        return new CommitRequest(List.of(), List.of(), null, cids, -1);
    }

    /// Asks for an empty batch behind the last one.
    static CommitRequest cover() {
        return new CommitRequest(List.of(), List.of(), null, List.of(), -1);
    }

    /// Whether this is a request of [#cover()].
    boolean isCover() {
        return blocks.isEmpty() && adopted.isEmpty() && deletes.isEmpty() && adoptedIndex == null;
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
