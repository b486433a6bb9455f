package io.ipfskit.multiformats;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/// The registered rows, read once from `multicodec.csv` beside this class: name, tag, code and
/// status, by rising code.
final class MulticodecTable {
    static final List<MulticodecEntry> ROWS = read();

    static final Map<Integer, MulticodecEntry> BY_CODE = new HashMap<>();

    static final Map<String, MulticodecEntry> BY_NAME = new HashMap<>();

    static {
        for (MulticodecEntry row : ROWS) {
            BY_CODE.put(row.code(), row);
            BY_NAME.put(row.name(), row);
        }
    }

    private MulticodecTable() {}

    private static List<MulticodecEntry> read() {
        List<MulticodecEntry> rows = new ArrayList<>();
        try (InputStream in = MulticodecTable.class.getResourceAsStream("multicodec.csv")) {
            byte[] bytes = Objects.requireNonNull(in, "multicodec.csv").readAllBytes();
            for (String line : new String(bytes, StandardCharsets.UTF_8).lines().toList()) {
                String[] words = line.split(",", -1);
                rows.add(
                        new MulticodecEntry(
                                words[0],
                                words[1],
                                Integer.decode(words[2]),
                                MulticodecEntry.Status.valueOf(words[3].toUpperCase(Locale.ROOT))));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the multicodec table", e);
        }
        return List.copyOf(rows);
    }
}
