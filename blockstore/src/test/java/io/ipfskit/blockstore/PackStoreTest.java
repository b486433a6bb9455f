package io.ipfskit.blockstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipfskit.anyio.Disk;
import io.ipfskit.anyio.TaskGroup;
import io.ipfskit.ipld.Block;
import io.ipfskit.multiformats.Cid;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

class PackStoreTest extends BlockStoreContract {
    /// Small limits, so that every way of writing is taken with little data.
    static final PackOptions SMALL = new PackOptions(64 << 10, 256 << 10, 32 << 10, 20_000, 64_000);

    @TempDir Path folder;

    @Override
    BlockStore open(TaskGroup services) throws Exception {
        return PackStore.open(services, Disk.real(), folder.resolve("blocks"), SMALL);
    }

    private List<String> files() throws Exception {
        return Disk.real().list(folder.resolve("blocks")).stream()
                .filter(name -> !name.equals("lock"))
                .toList();
    }

    @Test
    void everythingIsHereAfterReopening() throws Exception {
        List<Block> kept = new ArrayList<>();
        World.run(services -> {
            for (int round = 0; round < 12; round++) {
                try (BlockStore store = open(services)) {
                    assertHolds(store, kept);
                    assertThat(store.statistics().blocks()).isEqualTo(kept.size());
                    List<Block> small = blocks(round, 5, 3000);
                    List<Block> bulk = blocks(1000 + round, 40, 9000);
                    addAll(store, small);
                    addAll(store, bulk);
                    kept.addAll(small);
                    kept.addAll(bulk);
                    List<Cid> gone = List.of(small.getFirst().cid(), bulk.getFirst().cid());
                    assertThat(store.delete(gone)).isEqualTo(2);
                    kept.removeAll(List.of(small.getFirst(), bulk.getFirst()));
                    assertThat(all(store)).hasSize(kept.size());
                }
            }
            return 0;
        });
    }

    @Test
    void aLargeSessionWritesItsOwnSegmentsAndUndoesThem() throws Exception {
        withStore(store -> {
            List<Block> blocks = blocks(1, 100, 10_000);
            try (WriteSession session = store.openSession()) {
                for (Block block : blocks) {
                    session.put(block);
                    session.put(block);
                    assertThat(session.has(block.cid())).isTrue();
                    assertThat(store.has(block.cid())).isFalse();
                }
                assertThat(files()).isNotEmpty().allMatch(name -> name.endsWith(".part"));
                assertThat(session.statistics())
                        .isEqualTo(new SessionStatistics(100, 1_000_000, 100));
            }
            assertThat(files()).isEmpty();
            addAll(store, blocks);
            assertHolds(store, blocks);
            assertThat(files()).noneMatch(name -> name.endsWith(".part"));
            assertThat(files().stream().filter(name -> name.startsWith("bulk-")).count())
                    .isGreaterThan(2);
            assertThat(store.statistics().bytes()).isEqualTo(1_000_000);
        });
    }

    @Test
    void leftoversOfASessionThatDiedAreRemoved() throws Exception {
        World.run(services -> {
            try (BlockStore store = open(services)) {
                addAll(store, blocks(2, 3, 100));
                WriteSession session = store.openSession();
                for (Block block : blocks(1, 30, 10_000)) {
                    session.put(block);
                }
            }
            assertThat(files()).anyMatch(name -> name.endsWith(".part"));
            try (PackStore store = (PackStore) open(services)) {
                assertThat(store.report().leftovers())
                        .isNotEmpty()
                        .allMatch(name -> name.endsWith(".part"));
                assertThat(files()).noneMatch(name -> name.endsWith(".part"));
                assertHolds(store, blocks(2, 3, 100));
            }
            return 0;
        });
    }

    @Test
    void aSecondOpeningIsRefused() throws Exception {
        World.run(services -> {
            try (BlockStore store = open(services)) {
                assertThatThrownBy(() -> open(services)).isInstanceOf(StoreLocked.class);
                addAll(store, blocks(1, 1, 10));
            }
            return 0;
        });
    }

    @Test
    void tooLargeABlockIsRefusedWithTheLimit() throws Exception {
        withStore(store -> {
            try (WriteSession session = store.openSession()) {
                assertThatThrownBy(() -> session.put(block(1, 4 << 20)))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("at most 4194303 bytes");
            }
        });
    }

    @Test
    void manySmallSessionsShareCommits() throws Exception {
        withStore(store -> {
            List<Integer> numbers = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                numbers.add(i);
            }
            TaskGroup.map(
                    numbers,
                    64,
                    i -> {
                        addAll(store, List.of(block(i, 100)));
                        return i;
                    });
            assertThat(store.statistics().blocks()).isEqualTo(200);
            assertThat(store.statistics().commits()).isLessThan(150);
        });
    }

    @Test
    void aBlockOfTwoConcurrentSessionsIsKeptOnceAndDeletedOnce() throws Exception {
        List<Block> shared = blocks(7, 30, 9000);
        World.run(services -> {
            try (BlockStore store = open(services)) {
                try (WriteSession one = store.openSession();
                        WriteSession two = store.openSession()) {
                    for (Block block : shared) {
                        one.put(block);
                        two.put(block);
                    }
                    addAll(store, shared.subList(0, 1));
                    one.commit();
                    two.commit();
                }
                assertThat(all(store)).hasSize(30);
                assertThat(store.statistics().bytes()).isEqualTo(30 * 9000);
                assertThat(store.delete(List.of(shared.get(0).cid(), shared.get(1).cid())))
                        .isEqualTo(2);
                assertThat(store.has(shared.get(0).cid())).isFalse();
                assertThat(store.has(shared.get(1).cid())).isFalse();
            }
            try (BlockStore store = open(services)) {
                assertThat(all(store)).hasSize(28);
                assertThat(store.has(shared.get(1).cid())).isFalse();
                assertHolds(store, shared.subList(2, 30));
            }
            return 0;
        });
    }
}
