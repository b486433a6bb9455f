package io.ipfskit.node.kubo.leveldb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ipfskit.anyio.AnyIO;
import io.ipfskit.anyio.Backends;
import io.ipfskit.anyio.Disk;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

class LevelDbTest {
    @TempDir Path folder;

    private interface Body<R extends @Nullable Object> {
        R run() throws Exception;
    }

    private static <R extends @Nullable Object> R inRun(Body<R> body) throws Exception {
        return AnyIO.<R, Exception>run(Backends.named("threads"), _ -> body.run());
    }

    private SortedMap<String, String> scan(String prefix) throws Exception {
        return inRun(() -> {
            SortedMap<String, String> found = new TreeMap<>();
            LevelDb.open(Disk.real(), folder)
                    .scan(
                            prefix.getBytes(UTF_8),
                            (key, value) -> {
                                String text = new String(key, UTF_8);
                                assertThat(found.isEmpty() || found.lastKey().compareTo(text) < 0)
                                        .isTrue();
                                found.put(text, new String(value, UTF_8));
                            });
            return found;
        });
    }

    /// Writes files as a database does: each part of the history to a table of level 0, to the one
    /// table or the two of level 1, or to a log; the newest to the logs.
    private final class History {
        private final SortedMap<String, String> model = new TreeMap<>();
        private final Random random;
        private final LevelDbWriter.Edit edit = LevelDbWriter.whole(50);
        private long sequence = 1;
        private long file = 10;

        History(long seed) {
            random = new Random(seed);
        }

        private LevelDbWriter.Change change() {
            String key =
                    List.of("/pins/pin/", "/pins/state", "/local/", "").get(random.nextInt(4))
                            + random.nextInt(60);
            if (random.nextInt(3) == 0) {
                model.remove(key);
                return new LevelDbWriter.Change(key, null);
            }
            String value = "v".repeat(random.nextInt(200)) + sequence;
            model.put(key, value);
            return new LevelDbWriter.Change(key, value.getBytes(UTF_8));
        }

        private SortedMap<InternalKey, byte[]> entries(int count) {
            SortedMap<InternalKey, byte[]> entries = new TreeMap<>();
            for (int i = 0; i < count; i++) {
                LevelDbWriter.Change change = change();
                byte[] value = change.value();
                entries.put(
                        InternalKey.of(
                                change.key().getBytes(UTF_8),
                                sequence++,
                                value == null ? InternalKey.DELETION : InternalKey.VALUE),
                        value == null ? new byte[0] : value);
            }
            return entries;
        }

        private void table(int level, SortedMap<InternalKey, byte[]> entries) throws Exception {
            byte[] bytes =
                    LevelDbWriter.table(entries, 1 + random.nextInt(9), random.nextBoolean());
            String name = random.nextInt(5) == 0 ? "%06d.sst" : "%06d.ldb";
            Files.write(folder.resolve(name.formatted(file)), bytes);
            edit.add(level, file++, bytes.length, entries.firstKey(), entries.lastKey());
        }

        /// Cuts between two keys of users.
        private void level(int level, int count) throws Exception {
            SortedMap<InternalKey, byte[]> entries = entries(count);
            InternalKey cut = InternalKey.of("/m".getBytes(UTF_8), InternalKey.SEQUENCE_MAX, 1);
            for (var part : List.of(entries.headMap(cut), entries.tailMap(cut))) {
                if (!part.isEmpty()) {
                    table(level, part);
                }
            }
        }

        private void log(long number, int batches) throws Exception {
            List<byte[]> records = new ArrayList<>();
            for (int i = 0; i < batches; i++) {
                List<LevelDbWriter.Change> changes = new ArrayList<>();
                long begin = sequence;
                for (int j = random.nextInt(4); j >= 0; j--) {
                    changes.add(change());
                    sequence++;
                }
                records.add(LevelDbWriter.batch(begin, changes));
            }
            Files.write(folder.resolve("%06d.log".formatted(number)), LevelDbWriter.log(records));
        }

        private void finish() throws Exception {
            Files.write(
                    folder.resolve("MANIFEST-000002"), LevelDbWriter.log(List.of(edit.bytes())));
            Files.writeString(folder.resolve("CURRENT"), "MANIFEST-000002\n");
        }
    }

    private History history(long seed) throws Exception {
        History history = new History(seed);
        history.level(2, 80);
        history.level(1, 60);
        history.table(0, history.entries(40));
        history.table(0, history.entries(40));
        // Logs before the one that counts are in tables already.
        Files.write(
                folder.resolve("000049.log"),
                LevelDbWriter.log(
                        List.of(
                                LevelDbWriter.batch(
                                        9999,
                                        List.of(
                                                new LevelDbWriter.Change(
                                                        "/pins/pin/old", new byte[1]))))));
        history.log(50, 8);
        history.log(53, 8);
        history.finish();
        return history;
    }

    @Test
    void aScanGivesTheNewestValueOfEachKeyWhereverItStands() throws Exception {
        for (int seed = 0; seed < 40; seed++) {
            try (var old = Files.newDirectoryStream(folder)) {
                for (Path file : old) {
                    Files.delete(file);
                }
            }
            History history = history(seed);
            for (String prefix : List.of("", "/pins/pin/", "/pins/pin/1", "/local/", "/zz", "5")) {
                Map<String, String> expected = new TreeMap<>(history.model);
                expected.keySet().removeIf(key -> !key.startsWith(prefix));
                assertThat(scan(prefix)).as("seed %d, %s", seed, prefix).isEqualTo(expected);
            }
        }
    }

    @Test
    void oneKeyIsFoundAndNoLongerOne() throws Exception {
        History history = history(3);
        String key = history.model.lastKey();
        inRun(() -> {
            LevelDb database = LevelDb.open(Disk.real(), folder);
            assertThat(database.get(key.getBytes(UTF_8)))
                    .isEqualTo(history.model.getOrDefault(key, "none").getBytes(UTF_8));
            assertThat(database.get("/pins".getBytes(UTF_8))).isNull();
            return null;
        });
    }

    @Test
    void theEndOfALogThatACrashCutOffIsLeftOutAndCounted() throws Exception {
        history(4);
        SortedMap<String, String> before = scan("");
        Files.write(
                folder.resolve("000053.log"),
                new byte[] {1, 2, 3, 4, 100, 0, 1, 5},
                StandardOpenOption.APPEND);
        assertThat(scan("")).isEqualTo(before);
        inRun(() -> {
            LevelDb database = LevelDb.open(Disk.real(), folder);
            database.scan(new byte[0], (_, _) -> {});
            assertThat(database.tornBytes()).isEqualTo(8);
            return null;
        });
    }

    @Test
    void everyDamagedByteOfAUsedBlockIsFound() throws Exception {
        History history = new History(5);
        history.table(0, history.entries(30));
        history.finish();
        Path table = folder.resolve("000010.ldb");
        if (!Files.exists(table)) {
            table = folder.resolve("000010.sst");
        }
        byte[] good = Files.readAllBytes(table);
        for (int at = 0; at < good.length; at += 3) {
            byte[] bad = good.clone();
            bad[at] ^= 0x40;
            Files.write(table, bad);
            try {
                // The block of other blocks' names, and the zeros of the footer, are not used.
                assertThat(scan("")).isEqualTo(history.model);
                assertThat(at).isGreaterThan(good.length - 48 - 200);
            } catch (LevelDbException found) {
                assertThat(found.file()).startsWith("000010.");
            }
        }
    }

    @Test
    void whatIsMissingCutOrLinkedIsRefusedByName() throws Exception {
        history(6);
        Path table = folder.resolve("000010.ldb");
        if (!Files.exists(table)) {
            table = folder.resolve("000010.sst");
        }
        byte[] bytes = Files.readAllBytes(table);
        Files.delete(table);
        assertThatThrownBy(() -> scan(""))
                .isInstanceOf(LevelDbException.class)
                .hasMessageContaining("000010.ldb");
        Files.write(table, java.util.Arrays.copyOf(bytes, bytes.length - 1));
        assertThatThrownBy(() -> scan("")).hasMessageContaining("instead of");
        Path elsewhere = Files.createDirectory(folder.resolve("other")).resolve("t");
        Files.write(elsewhere, bytes);
        Files.delete(table);
        Files.createSymbolicLink(table, elsewhere);
        assertThatThrownBy(() -> scan("")).isInstanceOf(java.io.IOException.class);
        Files.writeString(folder.resolve("CURRENT"), "MANIFEST-1");
        assertThatThrownBy(() -> scan("")).hasMessageContaining("does not name a manifest");
        Files.writeString(folder.resolve("CURRENT"), "../MANIFEST-1\n");
        assertThatThrownBy(() -> scan("")).hasMessageContaining("does not name a manifest");
        Files.delete(folder.resolve("CURRENT"));
        assertThatThrownBy(() -> scan("")).hasMessageContaining("CURRENT");
    }
}
