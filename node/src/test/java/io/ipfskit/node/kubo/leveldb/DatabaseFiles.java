package io.ipfskit.node.kubo.leveldb;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// Small databases for the tests of other packages.
public final class DatabaseFiles {
    private DatabaseFiles() {}

    /// Writes a database into a folder: half of the entries in a table, half in a log.
    public static void write(Path folder, Map<String, byte[]> entries) throws IOException {
        Files.createDirectories(folder);
        SortedMap<InternalKey, byte[]> table = new TreeMap<>();
        List<LevelDbWriter.Change> log = new ArrayList<>();
        entries.forEach((key, value) -> {
            if (table.size() <= log.size()) {
                table.put(InternalKey.of(key.getBytes(UTF_8), 1 + table.size(), 1), value);
            } else {
                log.add(new LevelDbWriter.Change(key, value));
            }
        });
        LevelDbWriter.Edit edit = LevelDbWriter.whole(8);
        if (!table.isEmpty()) {
            byte[] bytes = LevelDbWriter.table(table, 3, true);
            Files.write(folder.resolve("000007.ldb"), bytes);
            edit.add(0, 7, bytes.length, table.firstKey(), table.lastKey());
        }
        Files.write(
                folder.resolve("000008.log"),
                LevelDbWriter.log(List.of(LevelDbWriter.batch(1000, log))));
        Files.write(folder.resolve("MANIFEST-000009"), LevelDbWriter.log(List.of(edit.bytes())));
        Files.writeString(folder.resolve("CURRENT"), "MANIFEST-000009\n");
    }
}
