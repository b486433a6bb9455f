package io.ipfskit.wal.log;

import io.ipfskit.anyio.Disk;
import io.ipfskit.anyio.DiskFile;
import io.ipfskit.anyio.OpenMode;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The folder for segments that no longer belong to the log, kept for an operator. Names tell the
/// records: `<first-seq>-<last-seq>-<n>.wal`, so that no sequence number in them is ever given out
/// again.
final class Quarantine {
    private static final Pattern NAME = Pattern.compile("(\\d{20})-(\\d{20})-(\\d+)\\.wal");
    private static final int CHUNK = 1 << 20;

    private final Disk disk;
    private final Path segments;
    private final Path folder;

    Quarantine(Disk disk, Path directory) {
        this.disk = disk;
        this.segments = directory.resolve("segments");
        this.folder = directory.resolve("quarantine");
    }

    /// Returns the largest sequence number in the folder, 0 when it is empty or missing.
    long lastSeq() throws IOException, InterruptedException {
        long last = 0;
        if (disk.exists(folder)) {
            for (String name : disk.list(folder)) {
                Matcher matcher = NAME.matcher(name);
                if (matcher.matches()) {
                    last = Math.max(last, Long.parseLong(matcher.group(2)));
                }
            }
        }
        return last;
    }

    /// Accepts the loss: what is intact stays, the rest goes here. Returns one line per file.
    List<String> accept(LogDamaged damage) throws IOException, InterruptedException {
        List<String> lines = new ArrayList<>();
        for (String name : Recovery.names(disk, segments).reversed()) {
            int order = name.compareTo(damage.segment());
            if (order > 0 || (order == 0 && damage.offset() == 0)) {
                String kept = move(name);
                lines.add(
                        "%s: moved to quarantine/%s, record %d is the last before it"
                                .formatted(name, kept, damage.lastIntactSeq()));
            } else if (order == 0) {
                String kept = copyAndCut(name, damage.offset());
                lines.add(
                        "%s: cut at byte %d after record %d, the whole file is quarantine/%s"
                                .formatted(name, damage.offset(), damage.lastIntactSeq(), kept));
            }
        }
        return lines.reversed();
    }

    /// Moves a segment here and returns its new name.
    String move(String name) throws IOException, InterruptedException {
        DurableDirectories.create(disk, folder, 0700);
        String target = freeName(name);
        disk.rename(segments.resolve(name), folder.resolve(target));
        disk.forceDirectory(folder);
        disk.forceDirectory(segments);
        return target;
    }

    private String copyAndCut(String name, long offset) throws IOException, InterruptedException {
        DurableDirectories.create(disk, folder, 0700);
        String target = freeName(name);
        Path source = segments.resolve(name);
        OpenMode create = OpenMode.readWrite().createNew().permissions(0600);
        try (DiskFile from = disk.open(source, OpenMode.readWrite());
                DiskFile to = disk.open(folder.resolve(target), create)) {
            long size = from.size();
            ByteBuffer buffer = ByteBuffer.allocate(CHUNK);
            for (long at = 0; at < size; at += CHUNK) {
                buffer.clear().limit((int) Math.min(CHUNK, size - at));
                from.readFully(buffer, at);
                to.write(buffer.flip(), at);
            }
            to.force(true);
            disk.forceDirectory(folder);
            from.truncate(offset);
            from.force(true);
        }
        return target;
    }

    private String freeName(String name) throws IOException, InterruptedException {
        String first = name.substring(0, 20);
        long last = Math.max(lastSeqOf(segments.resolve(name)), Long.parseLong(first) - 1);
        for (int n = 0; ; n++) {
            String candidate = "%s-%020d-%d.wal".formatted(first, last, n);
            if (!disk.exists(folder.resolve(candidate))) {
                return candidate;
            }
        }
    }

    private long lastSeqOf(Path segment) throws IOException, InterruptedException {
        long last = 0;
        try (DiskFile file = disk.open(segment, OpenMode.read())) {
            Window window = new Window(file, file.size());
            for (long at = SegmentLayout.BLOCK; at < window.fileSize(); at += SegmentLayout.BLOCK) {
                ByteBuffer block = window.at(at, BatchLayout.SIZE);
                if (block.remaining() == BatchLayout.SIZE
                        && BatchLayout.isValid(
                                block, 0, block.getLong(BatchLayout.OFFSET_SEGMENT_ID))) {
                    last = Math.max(last, BatchLayout.decode(block, 0).lastSeq());
                }
            }
        }
        return last;
    }
}
