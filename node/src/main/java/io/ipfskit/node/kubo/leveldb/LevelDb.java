package io.ipfskit.node.kubo.leveldb;

import io.ipfskit.anyio.Checkpoint;
import io.ipfskit.anyio.Disk;
import io.ipfskit.anyio.DiskFile;
import io.ipfskit.anyio.OpenMode;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.PriorityQueue;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A database as its files are when it is opened. For one task; keeps no file open between calls.
public final class LevelDb {
    /// The most overlapping tables that a scan holds open.
    static final int LEVEL0_MAX = 32;

    /// Bytes of the longest record of a log.
    static final int RECORD_MAX = 16 << 20;

    /// The most bytes of keys and values that one scan takes from logs.
    static final long MEMORY_MAX = 32L << 20;

    /// Bytes of the longest manifest.
    static final long MANIFEST_MAX = 32L << 20;

    private static final int CURRENT_MAX = 256;
    private static final int CHECK_EVERY = 1024;
    private static final int CHANGE_OVERHEAD = 128;
    private static final Pattern CURRENT = Pattern.compile("(MANIFEST-[0-9]{1,18})\n");
    private static final Pattern LOG = Pattern.compile("([0-9]{1,18})\\.log");

    private final Disk disk;
    private final Path directory;
    private final Version version;
    private final List<String> logs;
    private long tornBytes;

    private LevelDb(Disk disk, Path directory, Version version, List<String> logs) {
        this.disk = disk;
        this.directory = directory;
        this.version = version;
        this.logs = logs;
    }

    /// Takes the entries of a scan.
    @FunctionalInterface
    public interface Visitor {
        /// Takes one.
        void entry(byte[] key, byte[] value) throws IOException, InterruptedException;
    }

    /// Reads which files count. Nobody may write to the folder from now on.
    ///
    /// @throws LevelDbException when the folder holds no database, or a damaged one
    public static LevelDb open(Disk disk, Path directory) throws IOException, InterruptedException {
        String manifest = manifest(disk, directory);
        Version version;
        try (DiskFile file = file(disk, directory, manifest)) {
            if (file.size() > MANIFEST_MAX) {
                throw new LevelDbException(
                        manifest, MANIFEST_MAX, "the manifest has " + file.size() + " bytes");
            }
            version = Version.read(Bytes.of(file), manifest);
        }
        List<Long> numbers = new ArrayList<>();
        for (String name : disk.list(directory)) {
            Matcher log = LOG.matcher(name);
            if (log.matches()) {
                long number = Long.parseLong(log.group(1));
                if (number >= version.logNumber() || number == version.previousLogNumber()) {
                    numbers.add(number);
                }
            }
        }
        numbers.sort(Comparator.naturalOrder());
        List<String> logs = numbers.stream().map(number -> name(number, "log")).toList();
        return new LevelDb(disk, directory, version, logs);
    }

    private static String manifest(Disk disk, Path directory)
            throws IOException, InterruptedException {
        try (DiskFile file = file(disk, directory, "CURRENT")) {
            ByteBuffer text = ByteBuffer.allocate((int) Math.min(CURRENT_MAX, file.size()));
            file.readFully(text, 0);
            Matcher named = CURRENT.matcher(new String(text.array(), StandardCharsets.ISO_8859_1));
            if (!named.matches()) {
                throw new LevelDbException("CURRENT", 0, "it does not name a manifest");
            }
            return named.group(1);
        }
    }

    private static DiskFile file(Disk disk, Path directory, String name)
            throws IOException, InterruptedException {
        try {
            return disk.open(directory.resolve(name), OpenMode.read().noFollow());
        } catch (NoSuchFileException absent) {
            LevelDbException missing = new LevelDbException(name, 0, "the file is missing");
            missing.initCause(absent);
            throw missing;
        }
    }

    private static String name(long number, String extension) {
        return String.format(Locale.ROOT, "%06d.%s", number, extension);
    }

    /// Gives all entries whose keys begin with `prefix`, in the order of the keys' bytes. Memory is
    /// bounded whatever their number.
    ///
    /// @throws LevelDbException when a file that is needed is damaged, or a limit is passed
    public void scan(byte[] prefix, Visitor visitor) throws IOException, InterruptedException {
        List<Cursor> cursors = new ArrayList<>();
        try {
            cursors.add(new MemoryCursor(changes(prefix)));
            open(prefix, cursors);
            merge(cursors, visitor);
        } finally {
            cursors.forEach(Cursor::close);
        }
    }

    /// The value of a key, or null.
    public byte @Nullable [] get(byte[] key) throws IOException, InterruptedException {
        byte[][] found = new byte[1][];
        scan(
                key,
                (next, value) -> {
                    if (Arrays.equals(next, key)) {
                        found[0] = value;
                    }
                });
        return found[0];
    }

    /// Bytes at the ends of logs that the last scan left out, since they were never acknowledged.
    public long tornBytes() {
        return tornBytes;
    }

    private void open(byte[] prefix, List<Cursor> cursors)
            throws IOException, InterruptedException {
        for (int level = 0; level < version.levels().size(); level++) {
            List<Version.TableFile> tables =
                    version.levels().get(level).stream()
                            .filter(table -> mayHold(table, prefix))
                            .toList();
            if (level > 0) {
                cursors.add(new LevelCursor(tables, table -> table(table, prefix)));
                continue;
            }
            if (tables.size() > LEVEL0_MAX) {
                throw new LevelDbException(
                        "CURRENT",
                        0,
                        tables.size() + " tables overlap, at most " + LEVEL0_MAX + " are merged");
            }
            for (Version.TableFile table : tables) {
                cursors.add(table(table, prefix));
            }
        }
    }

    private static boolean mayHold(Version.TableFile table, byte[] prefix) {
        InternalKey smallest = table.smallest();
        return table.largest().compareUser(prefix) >= 0
                && (smallest.compareUser(prefix) <= 0 || smallest.startsWith(prefix));
    }

    private Table table(Version.TableFile table, byte[] prefix)
            throws IOException, InterruptedException {
        String name = name(table.number(), "ldb");
        if (!disk.exists(directory.resolve(name))) {
            String old = name(table.number(), "sst");
            name = disk.exists(directory.resolve(old)) ? old : name;
        }
        DiskFile file = file(disk, directory, name);
        try {
            if (file.size() != table.size()) {
                throw new LevelDbException(
                        name,
                        file.size(),
                        "the table has " + file.size() + " bytes instead of " + table.size());
            }
            return new Table(file, Bytes.of(file), name, prefix);
        } catch (IOException | InterruptedException | RuntimeException | Error failed) {
            file.close();
            throw failed;
        }
    }

    /// What logs say of keys with the prefix.
    private SortedMap<InternalKey, byte[]> changes(byte[] prefix)
            throws IOException, InterruptedException {
        SortedMap<InternalKey, byte[]> changes = new TreeMap<>();
        long[] bytes = new long[1];
        tornBytes = 0;
        for (String name : logs) {
            try (DiskFile file = file(disk, directory, name)) {
                LogReader log = new LogReader(Bytes.of(file), name, RECORD_MAX);
                long at = 0;
                for (ByteBuffer record = log.next(); record != null; record = log.next()) {
                    Place place = new Place(name, at);
                    WriteBatch.read(
                            record,
                            place,
                            (key, value) -> {
                                if (key.startsWith(prefix)) {
                                    bytes[0] += CHANGE_OVERHEAD + key.user().length + value.length;
                                    changes.put(key, value);
                                }
                            });
                    if (bytes[0] > MEMORY_MAX) {
                        throw place.damaged(0, "logs hold more than " + MEMORY_MAX + " bytes");
                    }
                    at = log.position();
                    Checkpoint.ifCancelled();
                }
                tornBytes += log.torn();
            }
        }
        return changes;
    }

    private static void merge(List<Cursor> cursors, Visitor visitor)
            throws IOException, InterruptedException {
        PriorityQueue<Cursor> next = new PriorityQueue<>(Comparator.comparing(Cursor::key));
        for (Cursor cursor : cursors) {
            if (cursor.next()) {
                next.add(cursor);
            }
        }
        byte[] done = null;
        long count = 0;
        for (Cursor first = next.poll(); first != null; first = next.poll()) {
            InternalKey key = first.key();
            if (done == null || key.compareUser(done) != 0) {
                done = key.user();
                if (!key.isDeletion()) {
                    visitor.entry(key.user(), first.value());
                }
            }
            if (first.next()) {
                next.add(first);
            }
            if (++count % CHECK_EVERY == 0) {
                Checkpoint.ifCancelled();
            }
        }
    }
}
