package io.ipfskit.blockstore;

import io.ipfskit.anyio.DiskFile;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// An open segment file.
final class Segment {
    private static final Pattern COMMIT = Pattern.compile("commit-(\\d{8})-([0-9a-f]{16})\\.car");
    private static final Pattern BULK = Pattern.compile("bulk-([0-9a-f]{16})\\.(car|part)");

    /// Number in memory, see [SegmentTable].
    final int ordinal;

    /// Random, part of the file name and of every trailer.
    final long id;

    final DiskFile file;

    private volatile Path path;

    /// Where the committed batches end; 0 while nothing in it is committed.
    private volatile long end;

    Segment(int ordinal, long id, Path path, DiskFile file) {
        this.ordinal = ordinal;
        this.id = id;
        this.path = path;
        this.file = file;
    }

    Path path() {
        return path;
    }

    long end() {
        return end;
    }

    /// Records that everything before is committed.
    void end(long committed) {
        end = committed;
    }

    /// Records that the file was renamed.
    void path(Path renamed) {
        path = renamed;
    }

    /// What a file name says.
    ///
    /// @param number order among commit segments, 0 for bulk
    record Name(String text, boolean isBulk, boolean isPart, int number, long id) {}

    static @Nullable Name parse(String text) {
        Matcher commit = COMMIT.matcher(text);
        if (commit.matches()) {
            long id = Long.parseUnsignedLong(commit.group(2), 16);
            return new Name(text, false, false, Integer.parseInt(commit.group(1)), id);
        }
        Matcher bulk = BULK.matcher(text);
        if (bulk.matches()) {
            long id = Long.parseUnsignedLong(bulk.group(1), 16);
            return new Name(text, true, bulk.group(2).equals("part"), 0, id);
        }
        return null;
    }

    static String commitName(int number, long id) {
        return String.format(Locale.ROOT, "commit-%08d-%016x.car", number, id);
    }

    static String bulkName(long id) {
        return String.format(Locale.ROOT, "bulk-%016x.car", id);
    }

    static String partName(long id) {
        return String.format(Locale.ROOT, "bulk-%016x.part", id);
    }
}
