package io.ipfskit.blockstore;

import io.ipfskit.anyio.DiskFile;
import io.ipfskit.blockstore.BlockIndex.Location;
import io.ipfskit.ipld.BlockNotFound;
import io.ipfskit.ipld.IntegrityException;
import io.ipfskit.multiformats.Cid;
import io.ipfskit.multiformats.Multihash;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.List;

/// Finds blocks by the index and compares what it finds with their CIDs and checksums.
final class BlockReader {
    private final SegmentTable segments;
    private final BlockIndex index;
    private final StoreMeters meters;

    BlockReader(SegmentTable segments, BlockIndex index, StoreMeters meters) {
        this.segments = segments;
        this.index = index;
        this.meters = meters;
    }

    /// Reads a section, or as much of it as is wanted.
    interface SectionRead {
        @Nullable Section at(DiskFile file, Location location)
                throws IOException, InterruptedException;
    }

    /// The section of a block, its bytes checked as far as they were read whole.
    ///
    /// @throws BlockNotFound when it is not here
    /// @throws IntegrityException when its bytes changed on the disk
    Section section(Cid cid, SectionRead read) throws IOException, InterruptedException {
        while (true) {
            List<Location> candidates = index.candidates(cid.multihash());
            IntegrityException damaged = null;
            for (Location location : candidates) {
                Segment segment = segments.enter(location.segment());
                if (segment == null) {
                    continue;
                }
                try {
                    Section section = read.at(segment.file, location);
                    if (section != null && isOf(section, cid.multihash())) {
                        if (isWhole(section, location)) {
                            return section;
                        }
                        damaged =
                                damaged(
                                        cid,
                                        segment,
                                        location,
                                        "its bytes do not match their CRC32C");
                    } else if (section == null) {
                        damaged =
                                damaged(
                                        cid,
                                        segment,
                                        location,
                                        "the head of its section does not validate");
                    } else if (!index.isSameSlot(section.cid().multihash(), cid.multihash())) {
                        damaged = damaged(cid, segment, location, "the CID of its section changed");
                    }
                } finally {
                    segment.leave();
                }
            }
            if (hasMoved(cid.multihash(), candidates)) {
                continue;
            }
            if (damaged != null) {
                meters.damagedBlock();
                throw damaged;
            }
            throw new BlockNotFound(cid);
        }
    }

    private static boolean isOf(Section section, Multihash multihash) {
        return section.cid().multihash().equals(multihash);
    }

    private static boolean isWhole(Section section, Location location) {
        return section.data().remaining() != location.length()
                || SegmentReader.crc(section.data()) == location.crc();
    }

    /// Whether a compaction moved something away from the candidates while they were looked at.
    private boolean hasMoved(Multihash multihash, List<Location> candidates) {
        return !index.candidates(multihash).equals(candidates);
    }

    private static IntegrityException damaged(
            Cid cid, Segment segment, Location location, String what) {
        return new IntegrityException(
                cid,
                "block %s is damaged in %s at byte %d: %s. Delete it and add or fetch it again"
                        .formatted(cid, segment.path().getFileName(), location.offset(), what));
    }

    /// Returns where a block is, after comparing its CID; null when it is not here.
    @Nullable Location find(Multihash multihash) throws IOException, InterruptedException {
        while (true) {
            List<Location> candidates = index.candidates(multihash);
            for (Location location : candidates) {
                Segment segment = segments.enter(location.segment());
                if (segment == null) {
                    continue;
                }
                try {
                    Section head =
                            Section.read(segment.file, location.offset(), location.length(), 0);
                    if (head != null && isOf(head, multihash)) {
                        return location;
                    }
                } finally {
                    segment.leave();
                }
            }
            if (candidates.isEmpty() || !hasMoved(multihash, candidates)) {
                return null;
            }
        }
    }
}
