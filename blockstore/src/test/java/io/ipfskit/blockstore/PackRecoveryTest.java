package io.ipfskit.blockstore;

import static io.ipfskit.blockstore.BlockStoreContract.addAll;
import static io.ipfskit.blockstore.BlockStoreContract.assertHolds;
import static io.ipfskit.blockstore.BlockStoreContract.blocks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipfskit.anyio.sim.SimDisk;
import io.ipfskit.ipld.Block;
import io.ipfskit.ipld.IntegrityException;

import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;

class PackRecoveryTest {
    private static final Path STORE = Path.of("/blocks");

    private final SimDisk disk = new SimDisk();

    /// Commits each list as a batch of its own and returns the one commit segment.
    @SafeVarargs
    private Path written(List<Block>... batches) throws Exception {
        World.run(services -> {
            try (PackStore store = PackStore.open(services, disk, STORE, PackOptions.DEFAULT)) {
                for (List<Block> batch : batches) {
                    addAll(store, batch);
                }
            }
            return 0;
        });
        return file("commit-");
    }

    private Path file(String prefix) {
        return disk.files().stream()
                .filter(path -> String.valueOf(path.getFileName()).startsWith(prefix))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theLastBatchCutAnywhereIsATornTail() throws Exception {
        List<Block> first = blocks(1, 3, 100);
        List<Block> second = blocks(2, 2, 1000);
        Path segment = written(first, second);
        byte[] whole = disk.content(segment);
        assertThat(whole).hasSize(3 * 4096);
        for (int length = 2 * 4096; length < whole.length; length += 7) {
            disk.content(segment, Arrays.copyOf(whole, length));
            int cut = length;
            World.run(services -> {
                try (PackStore store = PackStore.open(services, disk, STORE, PackOptions.DEFAULT)) {
                    assertThat(store.report().blocks()).isEqualTo(3);
                    assertThat(store.report().tornBytes()).isEqualTo(cut - 2 * 4096);
                    assertHolds(store, first);
                    addAll(store, second);
                    assertHolds(store, second);
                }
                return 0;
            });
        }
    }

    @Test
    void anyChangedByteOfTheLastBatchDropsItOrChangesNothing() throws Exception {
        List<Block> first = blocks(1, 3, 100);
        List<Block> second = blocks(2, 2, 200);
        Path segment = written(first, second);
        byte[] whole = disk.content(segment);
        int dropped = 0;
        for (int at = 2 * 4096; at < whole.length; at++) {
            byte[] changed = whole.clone();
            changed[at] ^= 0x40;
            disk.content(segment, changed);
            List<Long> found = new ArrayList<>();
            World.run(services -> {
                try (PackStore store = PackStore.open(services, disk, STORE, PackOptions.DEFAULT)) {
                    found.add(store.report().blocks());
                    assertHolds(store, first);
                    if (store.report().blocks() == 5) {
                        assertHolds(store, second);
                    }
                }
                return 0;
            });
            assertThat(found.getFirst()).as("byte %d", at).isIn(3L, 5L);
            dropped += found.getFirst() == 3 ? 1 : 0;
        }
        // Only the head of the trailer's own section is not covered by a checksum.
        assertThat(whole.length - 2 * 4096 - dropped).isLessThan(48);
    }

    @Test
    void aChangedByteOfTheLastBlockIsNamedWhenTheStoreWasCoveredBeforeItsClose() throws Exception {
        Block block = blocks(1, 1, 300).getFirst();
        Path segment = coveredWith(block);
        byte[] whole = disk.content(segment);
        for (int at = 0; at < 300; at += 7) {
            byte[] changed = whole.clone();
            changed[CarLayout.FIRST_SECTION + 40 + at] ^= 0x40;
            disk.content(segment, changed);
            int place = at;
            World.run(services -> {
                try (PackStore store = PackStore.open(services, disk, STORE, PackOptions.DEFAULT)) {
                    assertThatThrownBy(() -> store.get(block.cid()))
                            .as("byte %d", place)
                            .isInstanceOf(IntegrityException.class)
                            .hasMessageContaining(block.cid().toString());
                }
                return 0;
            });
        }
    }

    @Test
    void coveringAStoreTwiceOrWithoutBlocksWritesNothingMore() throws Exception {
        Path segment = coveredWith(blocks(1, 1, 300).getFirst());
        byte[] whole = disk.content(segment);
        World.run(services -> {
            try (PackStore store = PackStore.open(services, disk, STORE, PackOptions.DEFAULT)) {
                store.cover();
                store.cover();
            }
            return 0;
        });
        assertThat(disk.content(segment)).isEqualTo(whole);
    }

    private Path coveredWith(Block block) throws Exception {
        List<Path> segments = new ArrayList<>();
        World.run(services -> {
            try (PackStore store = PackStore.open(services, disk, STORE, PackOptions.DEFAULT)) {
                try (WriteSession session = store.openSession()) {
                    session.put(block);
                    session.commit();
                }
                store.cover();
            }
            for (String name : disk.list(STORE)) {
                if (name.startsWith("commit-")) {
                    segments.add(STORE.resolve(name));
                }
            }
            return 0;
        });
        assertThat(segments).hasSize(1);
        return segments.getFirst();
    }

    @Test
    void aChangedBlockOfAnEarlierBatchIsNamedWhenItIsRead() throws Exception {
        List<Block> first = blocks(1, 40, 1000);
        Path segment = written(first, blocks(2, 2, 100));
        byte[] content = disk.content(segment);
        Random random = new Random(7);
        for (int i = 0; i < 100; i++) {
            content[CarLayout.FIRST_SECTION + random.nextInt(40 * 1037)] ^=
                    (byte) (1 << random.nextInt(8));
        }
        disk.content(segment, content);
        World.run(services -> {
            try (PackStore store = PackStore.open(services, disk, STORE, PackOptions.DEFAULT)) {
                int bad = 0;
                for (Block block : first) {
                    try {
                        assertThat(store.get(block.cid()).bytes()).isEqualTo(block.bytes());
                    } catch (IntegrityException e) {
                        bad++;
                        assertThat(e.cid()).isEqualTo(block.cid());
                        assertThat(e).hasMessageContaining(block.cid().toString());
                    }
                }
                assertThat(bad).isGreaterThan(20);
                assertHolds(store, blocks(2, 2, 100));
            }
            return 0;
        });
    }

    @Test
    void aDamagedBlockCanBeReplaced() throws Exception {
        List<Block> first = blocks(1, 2, 1000);
        Path segment = written(first, blocks(2, 1, 100));
        byte[] content = disk.content(segment);
        content[CarLayout.FIRST_SECTION + 500] ^= 1;
        disk.content(segment, content);
        World.run(services -> {
            try (PackStore store = PackStore.open(services, disk, STORE, PackOptions.DEFAULT)) {
                assertThatThrownBy(() -> store.get(first.getFirst().cid()))
                        .isInstanceOf(IntegrityException.class);
                store.delete(List.of(first.getFirst().cid()));
                addAll(store, first);
                assertHolds(store, first);
            }
            try (PackStore store = PackStore.open(services, disk, STORE, PackOptions.DEFAULT)) {
                assertHolds(store, first);
            }
            return 0;
        });
    }

    @Test
    void aChangedTrailerOfAnEarlierBatchRefusesToOpen() throws Exception {
        Path segment = written(blocks(1, 3, 100), blocks(2, 3, 100));
        byte[] content = disk.content(segment);
        content[2 * 4096 - 100] ^= 1;
        disk.content(segment, content);
        World.run(services -> {
            assertThatThrownBy(() -> PackStore.open(services, disk, STORE, PackOptions.DEFAULT))
                    .isInstanceOf(StoreDamaged.class)
                    .hasMessageContaining(String.valueOf(segment.getFileName()))
                    .hasMessageContaining("does not validate");
            return 0;
        });
        assertThat(disk.content(segment)).isEqualTo(content);
    }

    @Test
    void aMissingSegmentRefusesToOpen() throws Exception {
        PackOptions small = PackStoreTest.SMALL;
        World.run(services -> {
            try (PackStore store = PackStore.open(services, disk, STORE, small)) {
                for (int i = 0; i < 20; i++) {
                    addAll(store, blocks(i, 3, 5000));
                }
                addAll(store, blocks(99, 30, 9000));
            }
            return 0;
        });
        for (String prefix : List.of("commit-00000001", "commit-00000002", "bulk-")) {
            SimDisk copy = disk.copy();
            copy.remove(file(prefix));
            World.run(services -> {
                assertThatThrownBy(() -> PackStore.open(services, copy, STORE, small))
                        .as(prefix)
                        .isInstanceOf(StoreDamaged.class)
                        .hasMessageContaining("missing");
                return 0;
            });
        }
    }

    @Test
    void aSegmentThatNoCommitNamesRefusesToOpen() throws Exception {
        World.run(services -> {
            try (PackStore store = PackStore.open(services, disk, STORE, PackStoreTest.SMALL)) {
                addAll(store, blocks(1, 30, 9000));
            }
            disk.remove(file("commit-"));
            assertThatThrownBy(() -> PackStore.open(services, disk, STORE, PackStoreTest.SMALL))
                    .isInstanceOf(StoreDamaged.class)
                    .hasMessageContaining("no commit names this segment");
            return 0;
        });
    }

    @Test
    void aNewerFormatIsRefusedByNumber() throws Exception {
        Path segment = written(blocks(1, 1, 100));
        byte[] content = disk.content(segment);
        // The trailer is the last block: rewrite it with another version and a right checksum.
        World.run(services -> {
            SegmentReader reader =
                    new SegmentReader(
                            disk.open(segment, io.ipfskit.anyio.OpenMode.read()),
                            Objects.requireNonNull(
                                            Segment.parse(String.valueOf(segment.getFileName())))
                                    .id(),
                            segment);
            TrailerLayout.Head head = Objects.requireNonNull(reader.end().last());
            java.nio.ByteBuffer trailer =
                    java.nio.ByteBuffer.wrap(content, (int) head.offset(), head.length())
                            .slice()
                            .order(java.nio.ByteOrder.LITTLE_ENDIAN);
            trailer.putInt(TrailerLayout.OFFSET_VERSION, 3);
            java.util.zip.CRC32C crc = new java.util.zip.CRC32C();
            crc.update(trailer.slice(0, head.length() - TrailerLayout.FOOTER_CRC));
            trailer.putInt(head.length() - TrailerLayout.FOOTER_CRC, (int) crc.getValue());
            disk.content(segment, content);
            assertThatThrownBy(() -> PackStore.open(services, disk, STORE, PackOptions.DEFAULT))
                    .isInstanceOf(StoreVersionUnsupported.class)
                    .hasMessageContaining("version 3");
            return 0;
        });
    }

    @Test
    void aTrailerStoredAsContentIsNeverTakenForOne() throws Exception {
        Path segment = written(blocks(1, 3, 100));
        byte[] whole = disk.content(segment);
        Block self = Block.raw(java.nio.ByteBuffer.wrap(whole));
        written(List.of(self), blocks(2, 1, 50));
        byte[] content = disk.content(segment);
        // Torn in the middle of the batch that holds the copy.
        disk.content(segment, Arrays.copyOf(content, 2 * 4096 + 5000));
        World.run(services -> {
            try (PackStore store = PackStore.open(services, disk, STORE, PackOptions.DEFAULT)) {
                assertThat(store.report().blocks()).isEqualTo(3);
                assertHolds(store, blocks(1, 3, 100));
            }
            return 0;
        });
    }

    @Test
    void theIndexKeepsEveryBlockThroughGrowthAndDeletes() {
        Random random = new Random(3);
        List<Block> all = blocks(5, 20_000, 8);
        Set<Integer> live = new HashSet<>();
        try (BlockIndex index = new BlockIndex(42)) {
            for (int step = 0; step < 60_000; step++) {
                int i = random.nextInt(all.size());
                BlockIndex.Location place =
                        new BlockIndex.Location(i % 1000, 4096 + i, i & 0x3fffff, i * 31);
                if (live.add(i)) {
                    index.add(all.get(i).cid().multihash(), place);
                } else {
                    live.remove(i);
                    assertThat(
                                    index.remove(
                                            all.get(i).cid().multihash(),
                                            place.segment(),
                                            place.offset()))
                            .isEqualTo(place);
                }
            }
            assertThat(index.size()).isEqualTo(live.size());
            for (int i = 0; i < all.size(); i++) {
                BlockIndex.Location place =
                        new BlockIndex.Location(i % 1000, 4096 + i, i & 0x3fffff, i * 31);
                assertThat(index.candidates(all.get(i).cid().multihash()).contains(place))
                        .isEqualTo(live.contains(i));
            }
            assertThat(index.memory()).isLessThan(live.size() * 64L);
        }
    }
}
