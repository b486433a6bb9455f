package io.ipfskit.node.kubo.leveldb;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// Which files make a database: what the records of a manifest add up to.
///
/// @param logNumber logs of this number and later ones hold changes that are in no table
/// @param previousLogNumber an earlier log that does, too, or 0
/// @param levels the tables of each level; those of level 0 may overlap each other
record Version(long logNumber, long previousLogNumber, List<List<TableFile>> levels) {
    /// The most tables of a database: 200 GB of those that Kubo writes.
    static final int TABLES_MAX = 100_000;

    /// The most levels.
    static final int LEVELS_MAX = 16;

    /// Bytes of the longest record of a manifest.
    static final int RECORD_MAX = 16 << 20;

    private static final String COMPARATOR = "leveldb.BytewiseComparator";

    // The fields of a record.
    private static final int COMPARATOR_NAME = 1;
    private static final int LOG_NUMBER = 2;
    private static final int NEXT_FILE_NUMBER = 3;
    private static final int LAST_SEQUENCE = 4;
    private static final int COMPACT_POINTER = 5;
    private static final int DELETED_FILE = 6;
    private static final int NEW_FILE = 7;
    private static final int PREVIOUS_LOG_NUMBER = 9;

    /// A table that counts.
    ///
    /// @param number which names the file
    /// @param size bytes
    /// @param smallest its first key
    /// @param largest its last key
    record TableFile(long number, long size, InternalKey smallest, InternalKey largest) {}

    /// Copies the lists.
    Version {
        levels = levels.stream().map(List::copyOf).toList();
    }

    /// Reads a manifest.
    ///
    /// @throws LevelDbException when it is damaged, tells less than all, or orders its keys in
    ///   another way than by their bytes
    static Version read(Bytes file, String name) throws IOException, InterruptedException {
        LogReader log = new LogReader(file, name, RECORD_MAX);
        Reading reading = new Reading(name);
        long at = 0;
        for (ByteBuffer record = log.next(); record != null; record = log.next()) {
            reading.record(record, new Place(name, at));
            at = log.position();
        }
        return reading.version(at);
    }

    /// What was read so far.
    private static final class Reading {
        private final String name;
        private final List<SortedMap<Long, TableFile>> levels = new ArrayList<>();
        private int tables;
        private @Nullable String comparator;
        private @Nullable Long logNumber;
        private long previousLogNumber;
        private boolean hasNextFile;
        private boolean hasLastSequence;

        Reading(String name) {
            this.name = name;
        }

        private SortedMap<Long, TableFile> level(int level) {
            while (levels.size() <= level) {
                levels.add(new TreeMap<>());
            }
            return levels.get(level);
        }

        /// Files are removed before others are added, whatever the order of the fields.
        void record(ByteBuffer in, Place place) throws LevelDbException {
            List<Runnable> added = new ArrayList<>();
            while (in.hasRemaining()) {
                int start = in.position();
                switch (number(in, place)) {
                    case COMPARATOR_NAME -> {
                        byte[] text = Fields.bytes(in, place, "a comparator");
                        comparator = new String(text, StandardCharsets.UTF_8);
                        if (!comparator.equals(COMPARATOR)) {
                            throw place.damaged(
                                    start, "the order of keys is not that of " + COMPARATOR);
                        }
                    }
                    case LOG_NUMBER -> logNumber = wide(in, place);
                    case PREVIOUS_LOG_NUMBER -> previousLogNumber = wide(in, place);
                    case NEXT_FILE_NUMBER -> {
                        wide(in, place);
                        hasNextFile = true;
                    }
                    case LAST_SEQUENCE -> {
                        wide(in, place);
                        hasLastSequence = true;
                    }
                    case COMPACT_POINTER -> {
                        levelNumber(in, place);
                        Fields.bytes(in, place, "a key");
                    }
                    case DELETED_FILE -> {
                        int level = levelNumber(in, place);
                        if (level(level).remove(wide(in, place)) != null) {
                            tables--;
                        }
                    }
                    case NEW_FILE -> {
                        int level = levelNumber(in, place);
                        TableFile table = table(in, place);
                        added.add(() -> {
                            if (level(level).put(table.number(), table) == null) {
                                tables++;
                            }
                        });
                    }
                    default -> throw place.damaged(start, "a record has a field of unknown kind");
                }
                if (tables + added.size() > TABLES_MAX) {
                    throw place.damaged(start, "more than " + TABLES_MAX + " tables");
                }
            }
            added.forEach(Runnable::run);
        }

        private static TableFile table(ByteBuffer in, Place place) throws LevelDbException {
            long number = wide(in, place);
            long size = wide(in, place);
            int start = in.position();
            byte[] smallest = Fields.bytes(in, place, "a key");
            byte[] largest = Fields.bytes(in, place, "a key");
            TableFile table =
                    new TableFile(
                            number,
                            size,
                            InternalKey.decode(smallest, place, start),
                            InternalKey.decode(largest, place, start));
            if (table.smallest().compareTo(table.largest()) > 0) {
                throw place.damaged(start, "the keys of table " + number + " are in no order");
            }
            return table;
        }

        private static int number(ByteBuffer in, Place place) throws LevelDbException {
            return Fields.varintInt(in, Integer.MAX_VALUE, place, "a field");
        }

        private static long wide(ByteBuffer in, Place place) throws LevelDbException {
            return Fields.varint(in, Long.MAX_VALUE, place, "a number");
        }

        private static int levelNumber(ByteBuffer in, Place place) throws LevelDbException {
            return Fields.varintInt(in, LEVELS_MAX - 1, place, "a level");
        }

        Version version(long end) throws LevelDbException {
            Long log = logNumber;
            if (comparator == null || log == null || !hasNextFile || !hasLastSequence) {
                throw new LevelDbException(name, end, "the manifest ends before it tells all");
            }
            List<List<TableFile>> sorted = new ArrayList<>();
            for (SortedMap<Long, TableFile> level : levels) {
                List<TableFile> files = new ArrayList<>(level.values());
                files.sort(Comparator.comparing(TableFile::smallest));
                sorted.add(files);
            }
            return new Version(log, previousLogNumber, sorted);
        }
    }
}
