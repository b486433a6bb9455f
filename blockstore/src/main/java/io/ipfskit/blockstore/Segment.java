package io.ipfskit.blockstore;

import io.ipfskit.anyio.DiskFile;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
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

    /// Blocks of the committed batches, deleted ones too. Written by recovery and the flusher only.
    private volatile long blocks;

    /// Readers of the file, less than 0 once the segment is retired.
    private final AtomicInteger users = new AtomicInteger();

    private static final int RETIRED = Integer.MIN_VALUE;

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

    long blocks() {
        return blocks;
    }

    /// Records that `count` more blocks are committed.
    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
    void addBlocks(long count) {
        blocks = blocks + count;
    }

    /// Keeps the file open until [#leave]; false when the segment is retired.
    boolean enter() {
        int now = users.get();
        while (now >= 0) {
            int seen = users.compareAndExchange(now, now + 1);
            if (seen == now) {
                return true;
            }
            now = seen;
        }
        return false;
    }

    /// Ends what [#enter] began.
    void leave() {
        if (users.decrementAndGet() == RETIRED) {
            file.close();
        }
    }

    /// Closes the file as soon as nobody reads it. Once.
    void retire() {
        if (users.addAndGet(RETIRED) == RETIRED) {
            file.close();
        }
    }

    /// Whether the file has the name it will keep.
    boolean isNamed() {
        return !String.valueOf(path.getFileName()).endsWith(".part");
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
