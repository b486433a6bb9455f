package io.ipfskit.blockstore;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipfskit.anyio.TaskGroup;
import io.ipfskit.ipld.Block;

import org.junit.jupiter.api.Test;

import java.util.List;

class CachedBlockStoreTest extends BlockStoreContract {
    @Override
    BlockStore open(TaskGroup services) {
        return new CachedBlockStore(new MemoryBlockStore(), 2000);
    }

    @Test
    void itStaysWithinItsMemoryAndKeepsTheLastUsed() throws Exception {
        withStore(store -> {
            List<Block> blocks = blocks(1, 50, 500);
            addAll(store, blocks);
            assertHolds(store, blocks);
            CachedBlockStore cached = (CachedBlockStore) store;
            assertThat(cached.cachedBytes()).isBetween(500L, 2000L);
            assertThat(cached.get(blocks.getLast().cid()))
                    .isSameAs(cached.get(blocks.getLast().cid()));
        });
    }

    @Test
    void largeBlocksStayOut() throws Exception {
        withStore(store -> {
            Block large = block(1, 1 << 20);
            addAll(store, List.of(large));
            assertHolds(store, List.of(large));
            assertThat(((CachedBlockStore) store).cachedBytes()).isZero();
        });
    }
}
