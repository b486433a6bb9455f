package io.ipfskit.blockstore;

import io.ipfskit.anyio.Disk;
import io.ipfskit.anyio.DiskFile;
import io.ipfskit.anyio.OpenMode;
import io.ipfskit.blockstore.BlockIndex.Location;
import io.ipfskit.blockstore.Manifest.Kept;
import io.ipfskit.blockstore.Segment.Name;
import io.ipfskit.blockstore.TrailerLayout.Entry;
import io.ipfskit.blockstore.TrailerLayout.Head;
import io.ipfskit.blockstore.TrailerLayout.Tombstone;
import io.ipfskit.blockstore.TrailerLayout.Trailer;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Opens the segments of a store and rebuilds its index from their trailers.
///
/// First the commit segments from the newest to the oldest: each names the one before and where
/// that ended. Then their batches from the oldest on, since later ones delete what earlier ones
/// added. The oldest may begin with a manifest: then what is older counts as the manifest says.
/// Nothing is changed before everything validated.
final class PackRecovery {
    /// A commit segment and its batches.
    private record Commit(Name name, Segment segment, List<Head> heads) {}

    private final Disk disk;
    private final Path directory;
    private final SegmentTable table;
    private final BlockIndex index;

    private final Map<Long, Name> bulk = new TreeMap<>();

    /// Commit segments that no other follows.
    private final List<Name> outside = new ArrayList<>();

    /// Segments that a compaction was done with.
    private final Set<Long> retired = new HashSet<>();

    private final List<Path> useless = new ArrayList<>();
    private final List<Segment> unfinished = new ArrayList<>();
    private final List<String> leftovers = new ArrayList<>();
    private final List<String> finished = new ArrayList<>();
    private int number;
    private @Nullable Commit newest;
    private boolean newestSealed;
    private long tornBytes;
    private long bytes;

    PackRecovery(Disk disk, Path directory, SegmentTable table, BlockIndex index) {
        this.disk = disk;
        this.directory = directory;
        this.table = table;
        this.index = index;
    }

    /// Reads and repairs the directory.
    PackReport run() throws IOException, InterruptedException {
        List<Name> commits = new ArrayList<>();
        for (String text : disk.list(directory)) {
            Name name = Segment.parse(text);
            if (name != null && name.isBulk()) {
                bulk.merge(name.id(), name, (a, b) -> a.isPart() ? b : a);
            } else if (name != null) {
                commits.add(name);
                number = Math.max(number, name.number());
            }
        }
        commits.sort(Comparator.comparingInt(Name::number));
        List<Commit> chain = chain(commits);
        if (!chain.isEmpty()) {
            begin(chain.getFirst());
        }
        for (Name name : outside) {
            useless.add(directory.resolve(name.text()));
        }
        for (Commit commit : chain) {
            for (Head head : commit.heads()) {
                apply(
                        commit.segment(),
                        new SegmentReader(
                                        commit.segment().file,
                                        commit.segment().id,
                                        commit.segment().path())
                                .trailer(head));
            }
        }
        for (Name name : bulk.values()) {
            if (!name.isPart() && !retired.contains(name.id())) {
                throw damaged(
                        name.text(),
                        "no commit names this segment, so a commit segment is missing");
            }
        }
        repair();
        return new PackReport(table.all().size(), index.size(), tornBytes, leftovers, finished);
    }

    /// Opens the commit segments that belong together, oldest first.
    private List<Commit> chain(List<Name> commits) throws IOException, InterruptedException {
        List<Commit> chain = new ArrayList<>();
        long wantedId = 0;
        long wantedEnd = 0;
        for (Name name : commits.reversed()) {
            if (!chain.isEmpty() && name.id() != wantedId) {
                // Given up in its first batch, so that the next segment does not follow it; or
                // older
                // than a manifest.
                outside.add(name);
                continue;
            }
            Segment segment = open(name);
            SegmentReader reader = new SegmentReader(segment.file, segment.id, segment.path());
            long end = wantedEnd;
            if (chain.isEmpty()) {
                SegmentReader.End found = reader.end();
                Head last = found.last();
                if (last == null) {
                    tornBytes += segment.file.size();
                    table.remove(segment);
                    segment.file.close();
                    useless.add(segment.path());
                    continue;
                }
                end = last.end();
                newestSealed = found.sealed();
                if (!newestSealed && adoptsMissing(reader.trailer(last))) {
                    // Its commit failed after all, and the session removed its files.
                    end = last.batchOffset();
                }
                tornBytes += newestSealed ? 0 : segment.file.size() - end;
            }
            List<Head> heads = reader.chain(end);
            if (heads.isEmpty() && chain.isEmpty()) {
                table.remove(segment);
                segment.file.close();
                useless.add(segment.path());
                continue;
            }
            if (heads.isEmpty() || heads.getFirst().kind() != TrailerLayout.KIND_COMMIT) {
                throw damaged(name.text(), "it is no commit segment");
            }
            segment.end(end);
            wantedId = heads.getFirst().previousId();
            wantedEnd = heads.getFirst().previousEnd();
            chain.addFirst(new Commit(name, segment, heads));
            if (newest == null) {
                newest = chain.getFirst();
            }
        }
        if (wantedId != 0) {
            throw damaged(
                    "commit-*-%016x.car".formatted(wantedId), "this commit segment is missing");
        }
        return chain;
    }

    private boolean adoptsMissing(Trailer trailer) {
        return trailer.adopted().stream().anyMatch(id -> !bulk.containsKey(id));
    }

    private Segment open(Name name) throws IOException, InterruptedException {
        Path path = directory.resolve(name.text());
        DiskFile file =
                disk.open(path, name.isBulk() ? OpenMode.read().cached() : OpenMode.readWrite());
        return table.add(name.id(), path, file);
    }

    /// Opens what the manifest at the beginning of the chain keeps, if there is one.
    private void begin(Commit oldest) throws IOException, InterruptedException {
        Segment first = oldest.segment();
        Manifest manifest =
                new SegmentReader(first.file, first.id, first.path())
                        .trailer(oldest.heads().getFirst())
                        .manifest();
        if (manifest == null) {
            return;
        }
        for (Kept kept : manifest.kept()) {
            Name name = bulk.remove(kept.id());
            for (Name commit : outside) {
                name = commit.id() == kept.id() ? commit : name;
            }
            if (name == null) {
                throw damaged(
                        "*-%016x.car".formatted(kept.id()),
                        "this segment was committed and is missing");
            }
            outside.remove(name);
            keep(name, kept);
        }
        retired.addAll(manifest.retired());
    }

    private void keep(Name name, Kept kept) throws IOException, InterruptedException {
        Segment segment = open(name);
        int[] offsets = kept.offsets();
        int live = 0;
        SegmentReader reader = new SegmentReader(segment.file, segment.id, segment.path());
        for (Head head : reader.chain(kept.end())) {
            Trailer trailer = reader.trailer(head);
            segment.addBlocks(trailer.entries().size());
            for (Entry entry : trailer.entries()) {
                if (offsets == null || Arrays.binarySearch(offsets, (int) entry.offset()) >= 0) {
                    index.add(entry.cid().multihash(), place(segment, entry));
                    bytes += entry.length();
                    live++;
                }
            }
        }
        if (live != kept.live()) {
            throw damaged(
                    name.text(), "%d blocks of it live, found %d".formatted(kept.live(), live));
        }
        segment.end(kept.end());
        if (name.isPart()) {
            unfinished.add(segment);
        }
    }

    private static Location place(Segment segment, Entry entry) {
        return new Location(segment.ordinal, (int) entry.offset(), entry.length(), entry.crc());
    }

    private void apply(Segment segment, Trailer trailer) throws IOException, InterruptedException {
        for (Tombstone tombstone : trailer.tombstones()) {
            Segment in = table.find(tombstone.segmentId());
            if (in != null) {
                Location gone = index.remove(tombstone.multihash(), in.ordinal, tombstone.offset());
                bytes -= gone == null ? 0 : gone.length();
            }
        }
        if (trailer.manifest() == null) {
            for (long id : trailer.adopted()) {
                adopt(id);
            }
        }
        addAll(segment, trailer);
    }

    private void adopt(long id) throws IOException, InterruptedException {
        Name name = bulk.remove(id);
        if (name == null) {
            throw damaged(Segment.bulkName(id), "this segment was committed and is missing");
        }
        Segment segment = open(name);
        SegmentReader reader = new SegmentReader(segment.file, segment.id, segment.path());
        Head last = reader.end().last();
        if (last == null) {
            throw damaged(name.text(), "no batch in it validates");
        }
        for (Head head : reader.chain(last.end())) {
            addAll(segment, reader.trailer(head));
        }
        segment.end(last.end());
        if (name.isPart()) {
            unfinished.add(segment);
        }
    }

    private void addAll(Segment segment, Trailer trailer) throws IOException, InterruptedException {
        segment.addBlocks(trailer.entries().size());
        for (Entry entry : trailer.entries()) {
            if (!isKnown(entry)) {
                index.add(entry.cid().multihash(), place(segment, entry));
                bytes += entry.length();
            }
        }
    }

    /// Two sessions may have stored the same block: the first copy counts.
    private boolean isKnown(Entry entry) throws IOException, InterruptedException {
        for (Location candidate : index.candidates(entry.cid().multihash())) {
            Segment in = table.get(candidate.segment());
            Section section =
                    in == null
                            ? null
                            : Section.read(in.file, candidate.offset(), candidate.length(), 0);
            if (section != null && section.cid().multihash().equals(entry.cid().multihash())) {
                return true;
            }
        }
        return false;
    }

    /// Cuts the torn tail, completes renames, removes what no commit names.
    private void repair() throws IOException, InterruptedException {
        Commit last = newest;
        if (last != null && !newestSealed) {
            try {
                settle(last);
            } catch (IOException failed) {
                throw new IOException(
                        "the end of "
                                + last.segment().path()
                                + " could not be made durable ("
                                + failed.getMessage()
                                + "); check the disk, then open the store again",
                        failed);
            }
        }
        for (Segment segment : unfinished) {
            Path target = directory.resolve(Segment.bulkName(segment.id));
            disk.rename(segment.path(), target);
            segment.path(target);
            finished.add(String.valueOf(target.getFileName()));
        }
        for (Name name : bulk.values()) {
            useless.add(directory.resolve(name.text()));
        }
        for (Path path : useless) {
            disk.delete(path);
            leftovers.add(String.valueOf(path.getFileName()));
        }
        if (!finished.isEmpty() || !useless.isEmpty()) {
            disk.forceDirectory(directory);
        }
    }

    private void settle(Commit last) throws IOException, InterruptedException {
        DiskFile file = last.segment().file;
        boolean torn = file.size() > last.segment().end();
        if (torn) {
            file.truncate(last.segment().end());
        }
        writeAgain(last); // also what is covered: the sync of the cover itself may have failed
        if (torn || !endsCovered(last)) {
            // A process that was killed may have left it unsynced: what is found in it counts
            // from now on, and renames must not overtake it.
            file.force(true);
            disk.forceDirectory(directory);
        }
    }

    /// Writes the last batch once more. When the sync of the process before failed, the system
    /// counts its bytes as clean, and no sync would save them (Linux; "fsyncgate").
    private static void writeAgain(Commit commit) throws IOException, InterruptedException {
        Head batch = commit.heads().getLast();
        DiskFile file = commit.segment().file;
        long from = batch.batchOffset() == CarLayout.FIRST_SECTION ? 0 : batch.batchOffset();
        ByteBuffer bytes = ByteBuffer.allocate(StagingPool.SIZE);
        for (long at = from; at < batch.end(); at += bytes.capacity()) {
            bytes.clear().limit((int) Math.min(bytes.capacity(), batch.end() - at));
            file.readFully(bytes, at);
            file.write(bytes.flip(), at);
        }
    }

    /// Whether the last batch is an empty one, which a clean stop wrote behind what was synced.
    private static boolean endsCovered(Commit commit) throws IOException, InterruptedException {
        Segment segment = commit.segment();
        Trailer last =
                new SegmentReader(segment.file, segment.id, segment.path())
                        .trailer(commit.heads().getLast());
        return last.manifest() == null
                && last.entries().isEmpty()
                && last.tombstones().isEmpty()
                && last.adopted().isEmpty();
    }

    private StoreDamaged damaged(String segment, String what) {
        return new StoreDamaged(directory.toString(), segment, what);
    }

    long bytes() {
        return bytes;
    }

    /// Number of the newest commit segment, 0 when there is none.
    int number() {
        return number;
    }

    /// Id of the commit segment before the one that [#resume] gives or that comes next.
    long previousId() {
        Commit last = newest;
        if (last == null) {
            return 0;
        }
        return newestSealed ? last.segment().id : last.heads().getFirst().previousId();
    }

    long previousEnd() {
        Commit last = newest;
        if (last == null) {
            return 0;
        }
        return newestSealed ? last.segment().end() : last.heads().getFirst().previousEnd();
    }

    /// A writer for the newest commit segment unless it is complete.
    @Nullable SegmentWriter resume(ByteBuffer staging, StoreMeters meters) {
        Commit last = newest;
        if (last == null || newestSealed) {
            return null;
        }
        long blocks = 0;
        for (Head head : last.heads()) {
            blocks += head.blocks() + 1L;
        }
        return SegmentWriter.resume(
                last.segment(),
                last.heads().getLast(),
                blocks,
                new PlainStaging(last.segment().file, staging),
                meters);
    }
}
