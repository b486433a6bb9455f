package io.ipfskit.ipld.unixfs;

import io.ipfskit.ipld.dagpb.DagPb;
import io.ipfskit.ipld.internal.Protobuf;
import io.ipfskit.multiformats.Cid;

/// The size that decides whether a directory is sharded, kept while entries come and go. With
/// entries left out it is a lower bound.
final class DirectorySize {
    private final ImportProfile profile;
    private long bytes;
    private long entries;

    /// Of a directory without entries.
    DirectorySize(ImportProfile profile, Attributes attributes) {
        this.profile = profile;
        this.bytes = own(profile, attributes);
    }

    /// What the block has beside its links.
    private static long own(ImportProfile profile, Attributes attributes) {
        return switch (profile.shardEstimate()) {
            case LINKS_BYTES -> 0;
            case BLOCK_BYTES ->
                    Protobuf.sizeOfBytes(UnixFsData.directory(attributes).encodedSize());
        };
    }

    private long link(int nameLength, Cid cid, long tsize) {
        return switch (profile.shardEstimate()) {
            case LINKS_BYTES -> nameLength + cid.size();
            case BLOCK_BYTES -> DagPb.encodedLinkSize(cid.size(), nameLength, tsize);
        };
    }

    void add(int nameLength, Cid cid, long tsize) {
        bytes += link(nameLength, cid, tsize);
        entries++;
    }

    void remove(int nameLength, Cid cid, long tsize) {
        bytes -= link(nameLength, cid, tsize);
        entries--;
    }

    void change(Attributes from, Attributes to) {
        bytes += own(profile, to) - own(profile, from);
    }

    /// Takes it that the directory is over the threshold, as far as size goes.
    void assumeOver() {
        bytes = Math.max(bytes, profile.shardThreshold() + 1L);
    }

    boolean isOver() {
        return bytes > profile.shardThreshold()
                || (profile.directoryMaxLinks() > 0 && entries > profile.directoryMaxLinks());
    }

    /// Whether it is so far over that many entries can go before it has to be known again.
    boolean isFarOver() {
        return bytes > 2L * profile.shardThreshold()
                || (profile.directoryMaxLinks() > 0 && entries > 2L * profile.directoryMaxLinks());
    }
}
