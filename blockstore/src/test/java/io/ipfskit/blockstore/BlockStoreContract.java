package io.ipfskit.blockstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipfskit.anyio.TaskGroup;
import io.ipfskit.ipld.Block;
import io.ipfskit.ipld.BlockNotFound;
import io.ipfskit.multiformats.Cid;
import io.ipfskit.multiformats.Multicodec;
import io.ipfskit.multiformats.Multihash;

import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/// What every block store promises.
abstract class BlockStoreContract {
    /// A body with an open store.
    interface Body {
        void run(BlockStore store) throws Exception;
    }

    /// Opens an empty store.
    abstract BlockStore open(TaskGroup services) throws Exception;

    /// Makes a raw block of `size` bytes that differs by `seed`.
    static Block block(int seed, int size) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return Block.raw(ByteBuffer.wrap(bytes));
    }

    static List<Block> blocks(int seed, int count, int size) {
        List<Block> blocks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            blocks.add(block(seed * 100_003 + i, size));
        }
        return blocks;
    }

    static void addAll(BlockStore store, List<Block> blocks) throws Exception {
        try (WriteSession session = store.openSession()) {
            for (Block block : blocks) {
                session.put(block);
            }
            session.commit();
        }
    }

    static void assertHolds(BlockStore store, List<Block> blocks) throws Exception {
        for (Block block : blocks) {
            assertThat(store.has(block.cid())).isTrue();
            assertThat(store.size(block.cid())).isEqualTo(block.size());
            assertThat(store.get(block.cid()).bytes()).isEqualTo(block.bytes());
        }
    }

    static Set<Cid> all(BlockStore store) throws Exception {
        List<Cid> cids = new ArrayList<>();
        store.forEach(cids::add);
        Set<Cid> set = new HashSet<>(cids);
        assertThat(set).hasSameSizeAs(cids);
        return set;
    }

    final void withStore(Body body) throws Exception {
        World.run(services -> {
            try (BlockStore store = open(services)) {
                body.run(store);
            }
            return 0;
        });
    }

    @Test
    void committedBlocksComeBack() throws Exception {
        withStore(store -> {
            List<Block> blocks = blocks(1, 20, 1000);
            addAll(store, blocks);
            assertHolds(store, blocks);
            assertThat(store.statistics().blocks()).isEqualTo(20);
            assertThat(store.statistics().bytes()).isEqualTo(20_000);
            assertThat(all(store))
                    .containsExactlyInAnyOrderElementsOf(blocks.stream().map(Block::cid).toList());
        });
    }

    @Test
    void aMissingBlockIsNamed() throws Exception {
        withStore(store -> {
            Cid cid = block(1, 10).cid();
            assertThat(store.has(cid)).isFalse();
            assertThatThrownBy(() -> store.get(cid))
                    .isInstanceOf(BlockNotFound.class)
                    .hasMessageContaining(cid.toString());
            assertThatThrownBy(() -> store.size(cid)).isInstanceOf(BlockNotFound.class);
        });
    }

    @Test
    void emptyAndLargeBlocksAreBlocks() throws Exception {
        withStore(store -> {
            List<Block> blocks = List.of(block(1, 0), block(2, 1), block(3, 2 << 20));
            addAll(store, blocks);
            assertHolds(store, blocks);
        });
    }

    @Test
    void blocksAreInvisibleBeforeTheCommit() throws Exception {
        withStore(store -> {
            Block block = block(1, 100);
            try (WriteSession session = store.openSession()) {
                session.put(block);
                assertThat(session.has(block.cid())).isTrue();
                assertThat(store.has(block.cid())).isFalse();
                assertThat(all(store)).isEmpty();
                session.commit();
                assertThat(store.has(block.cid())).isTrue();
            }
        });
    }

    @Test
    void aSessionClosedWithoutCommitLeavesNothing() throws Exception {
        withStore(store -> {
            Block block = block(1, 100);
            try (WriteSession session = store.openSession()) {
                session.put(block);
            }
            assertThat(store.has(block.cid())).isFalse();
            assertThat(store.statistics().blocks()).isZero();
            addAll(store, List.of(block));
            assertHolds(store, List.of(block));
        });
    }

    @Test
    void aBlockIsKeptOnce() throws Exception {
        withStore(store -> {
            Block block = block(1, 100);
            addAll(store, List.of(block, block));
            try (WriteSession session = store.openSession()) {
                session.put(block);
                session.put(block(2, 50));
                assertThat(session.statistics()).isEqualTo(new SessionStatistics(1, 50, 1));
                session.commit();
            }
            assertThat(store.statistics().blocks()).isEqualTo(2);
            assertThat(store.statistics().bytes()).isEqualTo(150);
        });
    }

    @Test
    void versionAndCodecOfACidDoNotMatter() throws Exception {
        withStore(store -> {
            Block pb = Block.of(0, Multicodec.DAG_PB, ByteBuffer.wrap(new byte[] {10, 2, 8, 1}));
            addAll(store, List.of(pb));
            Cid asV1 = pb.cid().asV1();
            Cid asRaw = Cid.v1(Multicodec.RAW, pb.cid().multihash());
            assertThat(store.get(asV1).bytes()).isEqualTo(pb.bytes());
            assertThat(store.get(asRaw).cid()).isEqualTo(asRaw);
            assertThat(all(store)).containsExactly(pb.cid());
        });
    }

    @Test
    void identityCidsAreAlwaysHereAndNeverStored() throws Exception {
        withStore(store -> {
            Cid cid = Cid.v1(Multicodec.RAW, Multihash.identity(new byte[] {1, 2, 3}));
            addAll(store, List.of(Block.inline(cid)));
            assertThat(store.has(cid)).isTrue();
            assertThat(store.size(cid)).isEqualTo(3);
            assertThat(store.get(cid).bytes()).isEqualTo(ByteBuffer.wrap(new byte[] {1, 2, 3}));
            assertThat(store.statistics().blocks()).isZero();
        });
    }

    @Test
    void deletedBlocksAreGoneAndCanComeBack() throws Exception {
        withStore(store -> {
            List<Block> blocks = blocks(1, 10, 100);
            addAll(store, blocks);
            List<Cid> half = blocks.stream().limit(5).map(Block::cid).toList();
            assertThat(store.delete(half)).isEqualTo(5);
            assertThat(store.delete(half)).isZero();
            assertThat(store.has(half.getFirst())).isFalse();
            assertThat(store.statistics().blocks()).isEqualTo(5);
            assertThat(store.statistics().bytes()).isEqualTo(500);
            assertThat(all(store)).hasSize(5);
            addAll(store, blocks);
            assertHolds(store, blocks);
            assertThat(all(store)).hasSize(10);
        });
    }

    @Test
    void aSessionThatReliedOnADeletedBlockDoesNotCommit() throws Exception {
        withStore(store -> {
            Block old = block(1, 100);
            Block fresh = block(2, 100);
            addAll(store, List.of(old));
            try (WriteSession session = store.openSession()) {
                session.put(old);
                session.put(fresh);
                store.delete(List.of(old.cid()));
                assertThatThrownBy(session::commit).isInstanceOf(StoreConflict.class);
            }
            assertThat(store.has(fresh.cid())).isFalse();
            addAll(store, List.of(old, fresh));
            assertHolds(store, List.of(old, fresh));
        });
    }

    @Test
    void aCommittedSessionTakesNothingMore() throws Exception {
        withStore(store -> {
            try (WriteSession session = store.openSession()) {
                session.commit();
                assertThatThrownBy(() -> session.put(block(1, 1)))
                        .isInstanceOf(IllegalStateException.class);
                assertThatThrownBy(session::commit).isInstanceOf(IllegalStateException.class);
            }
        });
    }

    @Test
    void sessionsOfManyTasksCommitIndependently() throws Exception {
        withStore(store -> {
            List<Integer> numbers = new ArrayList<>();
            for (int i = 0; i < 64; i++) {
                numbers.add(i);
            }
            TaskGroup.map(
                    numbers,
                    16,
                    i -> {
                        // Neighbours overlap: block i + 1 is everybody's.
                        addAll(store, List.of(block(i, 500), block(i + 1, 500)));
                        return i;
                    });
            assertThat(store.statistics().blocks()).isEqualTo(65);
            assertThat(all(store)).hasSize(65);
            for (int i = 0; i <= 64; i++) {
                assertHolds(store, List.of(block(i, 500)));
            }
        });
    }

    @Test
    void theGiverMayUseTheBufferAgain() throws Exception {
        withStore(store -> {
            List<Block> originals = blocks(1, 40, 2000);
            ByteBuffer buffer = ByteBuffer.allocateDirect(2000);
            try (WriteSession session = store.openSession()) {
                for (Block original : originals) {
                    buffer.clear().put(original.bytes()).flip();
                    session.put(Block.trusted(original.cid(), buffer));
                }
                buffer.clear().put(new byte[2000]);
                session.commit();
            }
            assertHolds(store, originals);
        });
    }
}
