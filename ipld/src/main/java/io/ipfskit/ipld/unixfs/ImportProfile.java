package io.ipfskit.ipld.unixfs;

import io.ipfskit.multiformats.Cid;
import io.ipfskit.multiformats.Multicodec;
import io.ipfskit.multiformats.Multihash;

import java.util.List;

/// Every parameter that decides the CID of a file or directory. The two named ones are those of
/// [IPIP-0499](https://specs.ipfs.tech/ipips/ipip-0499/); they never change.
///
/// @param name the name of the profile this is, or was derived from
/// @param cidVersion version of the CIDs of dag-pb nodes, 0 or 1
/// @param hash multicodec of the hash function, one of [ImportHash#names]; CIDv0 has sha2-256 only
/// @param inlineLimit blocks of at most this many bytes become identity CIDs, which are CIDv1; in
///   [0, 128], or [#NO_INLINE]
/// @param rawLeaves whether chunks become raw blocks (always CIDv1) instead of dag-pb nodes
/// @param chunker where files are cut
/// @param layout how the leaves of a file hang together
/// @param maxLinks most links of a node of a file; in the trickle layout, most leaves of it
/// @param directoryMaxLinks a directory of more entries is sharded whatever its size, 0 for no such
///   limit
/// @param shardFanout width of a node of a sharded directory
/// @param shardThreshold a directory whose estimated size is greater than this is sharded
/// @param shardEstimate how that size is estimated
public record ImportProfile(
        String name,
        int cidVersion,
        int hash,
        int inlineLimit,
        boolean rawLeaves,
        Chunker chunker,
        Layout layout,
        int maxLinks,
        int directoryMaxLinks,
        int shardFanout,
        int shardThreshold,
        SizeEstimate shardEstimate) {
    /// No block is inlined.
    public static final int NO_INLINE = -1;

    /// CIDv1, raw leaves, 1 MiB chunks, 1024 links; directories are sharded by the exact size of
    /// their block.
    public static final ImportProfile UNIXFS_V1_2025 =
            new ImportProfile(
                    "unixfs-v1-2025",
                    1,
                    true,
                    1024 * 1024,
                    1024,
                    256,
                    256 * 1024,
                    SizeEstimate.BLOCK_BYTES);

    /// CIDv0, dag-pb leaves, 256 KiB chunks, 174 links; directories are sharded by the size of
    /// names and CIDs.
    public static final ImportProfile UNIXFS_V0_2015 =
            new ImportProfile(
                    "unixfs-v0-2015",
                    0,
                    false,
                    256 * 1024,
                    174,
                    256,
                    256 * 1024,
                    SizeEstimate.LINKS_BYTES);

    /// Checks every parameter.
    public ImportProfile {
        check(cidVersion == 0 || cidVersion == 1, "CID version must be 0 or 1, was " + cidVersion);
        check(
                ImportHash.isKnown(hash),
                "hash function must be one that other nodes verify, was " + Multicodec.name(hash));
        check(
                cidVersion == 1 || hash == Multicodec.SHA2_256,
                "CIDv0 has sha2-256 only, not " + Multicodec.name(hash) + ": use CIDv1");
        check(
                inlineLimit >= NO_INLINE && inlineLimit <= Multihash.MAX_DIGEST,
                "inline limit must be in [0, " + Multihash.MAX_DIGEST + "], was " + inlineLimit);
        check(
                maxLinks >= 2 && maxLinks <= 8192,
                "links per node must be in [2, 8192], was " + maxLinks);
        check(
                directoryMaxLinks >= 0,
                "links per directory must not be negative, was " + directoryMaxLinks);
        check(
                Hamt.isFanout(shardFanout),
                "shard fanout must be a power of two in [8, 1024], was " + shardFanout);
        check(
                shardThreshold >= 0 && shardThreshold <= 1024 * 1024,
                "shard threshold must be in [0, 1048576], was " + shardThreshold);
    }

    /// A balanced profile of sha2-256 and fixed chunks that inlines nothing and shards by size
    /// only.
    public ImportProfile(
            String name,
            int cidVersion,
            boolean rawLeaves,
            int chunkSize,
            int maxLinks,
            int shardFanout,
            int shardThreshold,
            SizeEstimate shardEstimate) {
        this(
                name,
                cidVersion,
                Multicodec.SHA2_256,
                NO_INLINE,
                rawLeaves,
                new FixedSize(chunkSize),
                Layout.BALANCED,
                maxLinks,
                0,
                shardFanout,
                shardThreshold,
                shardEstimate);
    }

    private static void check(boolean good, String message) {
        if (!good) {
            throw new IllegalArgumentException(message);
        }
    }

    /// The names that [#named] knows, default first.
    public static List<String> names() {
        return List.of(UNIXFS_V1_2025.name, UNIXFS_V0_2015.name);
    }

    /// The profile of this name.
    ///
    /// @throws IllegalArgumentException if there is none; the message lists those there are
    public static ImportProfile named(String name) {
        return switch (name) {
            case "unixfs-v1-2025" -> UNIXFS_V1_2025;
            case "unixfs-v0-2015" -> UNIXFS_V0_2015;
            default ->
                    throw new IllegalArgumentException(
                            "unknown import profile '"
                                    + name
                                    + "', known are "
                                    + String.join(", ", names()));
        };
    }

    /// Bytes of the largest chunk.
    public int chunkSize() {
        return chunker.maxSize();
    }

    /// The same with the version and the hash function of a CID, as far as an import can use them:
    /// what a node is written with that takes the place of another one.
    public ImportProfile like(Cid cid) {
        int code = cid.multihash().code();
        if (cid.isIdentity() || !ImportHash.isKnown(code)) {
            return this;
        }
        if (cid.version() == cidVersion && code == hash) {
            return this;
        }
        return cid.version() == 0
                ? withHash(Multicodec.SHA2_256).withCidVersion(0)
                : withCidVersion(1).withHash(code);
    }

    /// The same with another CID version.
    public ImportProfile withCidVersion(int version) {
        return new ImportProfile(
                name,
                version,
                hash,
                inlineLimit,
                rawLeaves,
                chunker,
                layout,
                maxLinks,
                directoryMaxLinks,
                shardFanout,
                shardThreshold,
                shardEstimate);
    }

    /// The same with another hash function.
    ///
    /// @param code its multicodec
    public ImportProfile withHash(int code) {
        return new ImportProfile(
                name,
                cidVersion,
                code,
                inlineLimit,
                rawLeaves,
                chunker,
                layout,
                maxLinks,
                directoryMaxLinks,
                shardFanout,
                shardThreshold,
                shardEstimate);
    }

    /// The same with blocks of at most `limit` bytes inlined; [#NO_INLINE] for none.
    public ImportProfile withInlineLimit(int limit) {
        return new ImportProfile(
                name,
                cidVersion,
                hash,
                limit,
                rawLeaves,
                chunker,
                layout,
                maxLinks,
                directoryMaxLinks,
                shardFanout,
                shardThreshold,
                shardEstimate);
    }

    /// The same with raw leaves or without.
    public ImportProfile withRawLeaves(boolean raw) {
        return new ImportProfile(
                name,
                cidVersion,
                hash,
                inlineLimit,
                raw,
                chunker,
                layout,
                maxLinks,
                directoryMaxLinks,
                shardFanout,
                shardThreshold,
                shardEstimate);
    }

    /// The same with chunks of this size.
    public ImportProfile withChunkSize(int size) {
        return withChunker(new FixedSize(size));
    }

    /// The same with files cut by another chunker.
    public ImportProfile withChunker(Chunker other) {
        return new ImportProfile(
                name,
                cidVersion,
                hash,
                inlineLimit,
                rawLeaves,
                other,
                layout,
                maxLinks,
                directoryMaxLinks,
                shardFanout,
                shardThreshold,
                shardEstimate);
    }

    /// The same with another layout of files.
    public ImportProfile withLayout(Layout other) {
        return new ImportProfile(
                name,
                cidVersion,
                hash,
                inlineLimit,
                rawLeaves,
                chunker,
                other,
                maxLinks,
                directoryMaxLinks,
                shardFanout,
                shardThreshold,
                shardEstimate);
    }

    /// The same with at most this many links per node of a file.
    public ImportProfile withMaxLinks(int most) {
        return new ImportProfile(
                name,
                cidVersion,
                hash,
                inlineLimit,
                rawLeaves,
                chunker,
                layout,
                most,
                directoryMaxLinks,
                shardFanout,
                shardThreshold,
                shardEstimate);
    }

    /// The same with other limits for directories.
    ///
    /// @param most a directory of more entries is sharded, 0 for no such limit
    /// @param fanout width of a shard
    public ImportProfile withDirectories(int most, int fanout) {
        return new ImportProfile(
                name,
                cidVersion,
                hash,
                inlineLimit,
                rawLeaves,
                chunker,
                layout,
                maxLinks,
                most,
                fanout,
                shardThreshold,
                shardEstimate);
    }
}
