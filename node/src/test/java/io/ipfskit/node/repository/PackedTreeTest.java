package io.ipfskit.node.repository;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

class PackedTreeTest {
    private static final HexFormat HEX = HexFormat.of();

    private static List<String> entries(PackedTree tree, byte[] after) {
        List<String> entries = new ArrayList<>();
        PackedTree.Cursor cursor = tree.cursor(after.length == 0 ? null : after);
        while (cursor.next()) {
            entries.add(HEX.formatHex(cursor.key()) + "=" + HEX.formatHex(cursor.value()));
        }
        assertThat(cursor.next()).isFalse();
        return entries;
    }

    private static List<String> entries(Map<String, String> model) {
        return model.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList();
    }

    private static byte[] bytes(Random random, int most) {
        byte[] bytes = new byte[1 + random.nextInt(most)];
        random.nextBytes(bytes);
        return bytes;
    }

    /// Hex texts sort as the unsigned bytes do.
    private static void randomChanges(long seed, int steps, int keyBytes, int valueBytes) {
        Random random = new Random(seed);
        TreeMap<String, String> model = new TreeMap<>();
        PackedTree tree = PackedTree.EMPTY;
        List<PackedTree> kept = new ArrayList<>();
        List<List<String>> keptEntries = new ArrayList<>();
        for (int step = 0; step < steps; step++) {
            byte[] key = bytes(random, keyBytes);
            boolean growing = step / 1000 % 2 == 0;
            if (random.nextInt(4) == 0 == growing) {
                String near = model.ceilingKey(HEX.formatHex(key));
                byte[] gone = near == null ? key : HEX.parseHex(near);
                tree = tree.remove(gone);
                model.remove(HEX.formatHex(gone));
            } else {
                byte[] value = bytes(random, valueBytes);
                tree = tree.put(key, value);
                model.put(HEX.formatHex(key), HEX.formatHex(value));
            }
            assertThat(tree.size()).isEqualTo(model.size());
            byte[] found = tree.get(key);
            assertThat(found == null ? null : HEX.formatHex(found))
                    .isEqualTo(model.get(HEX.formatHex(key)));
            if (step % 500 == 0) {
                kept.add(tree);
                keptEntries.add(entries(model));
                assertThat(entries(tree, key))
                        .isEqualTo(entries(model.tailMap(HEX.formatHex(key), false)));
            }
        }
        for (int i = 0; i < kept.size(); i++) {
            assertThat(entries(kept.get(i), new byte[0])).isEqualTo(keptEntries.get(i));
        }
        for (String key : List.copyOf(model.keySet())) {
            tree = tree.remove(HEX.parseHex(key));
        }
        assertThat(tree.size()).isZero();
        assertThat(entries(tree, new byte[0])).isEmpty();
    }

    @Test
    void randomChangesDoWhatTheyDoToASortedMapAndEarlierTreesStay() {
        randomChanges(1, 20_000, 40, 60);
        randomChanges(2, 8_000, 2, 20);
        randomChanges(3, 2_000, PackedTree.KEY_MAX, PackedTree.VALUE_MAX);
    }

    @Test
    void keysInAscendingAndDescendingOrderAreAllFound() {
        for (boolean ascending : new boolean[] {true, false}) {
            PackedTree tree = PackedTree.EMPTY;
            List<String> keys = new ArrayList<>();
            for (int i = 0; i < 5000; i++) {
                String key = "%05d".formatted(ascending ? i : 4999 - i);
                keys.add(key);
                tree = tree.put(key.getBytes(StandardCharsets.US_ASCII), new byte[] {1});
            }
            for (String key : keys) {
                assertThat(tree.get(key.getBytes(StandardCharsets.US_ASCII))).containsExactly(1);
            }
            assertThat(tree.get("04999x".getBytes(StandardCharsets.US_ASCII))).isNull();
            assertThat(entries(tree, new byte[0])).hasSize(5000).isSorted();
        }
    }

    @Test
    void theEmptyTreeHasNothingToFindOrRemove() {
        assertThat(PackedTree.EMPTY.get(new byte[] {1})).isNull();
        assertThat(PackedTree.EMPTY.remove(new byte[] {1})).isSameAs(PackedTree.EMPTY);
        assertThat(PackedTree.EMPTY.cursor(null).next()).isFalse();
        assertThat(PackedTree.EMPTY.cursor(new byte[] {1}).next()).isFalse();
    }
}
