package io.ipfskit.ipld.unixfs;

import java.util.List;

/// Every parameter that decides the CID of a file or directory. The two named ones are those of
/// [IPIP-0499](https://specs.ipfs.tech/ipips/ipip-0499/); they never change.
///
/// @param name the name of the profile this is, or was derived from
/// @param cidVersion version of the CIDs of dag-pb nodes, 0 or 1
/// @param rawLeaves whether chunks become raw blocks (always CIDv1) instead of dag-pb nodes
/// @param chunkSize bytes per chunk of a file
/// @param maxLinks most links of a node of a file
/// @param shardFanout width of a node of a sharded directory
/// @param shardThreshold a directory whose estimated size is greater than this is sharded
/// @param shardEstimate how that size is estimated
public record ImportProfile(
        String name,
        int cidVersion,
        boolean rawLeaves,
        int chunkSize,
        int maxLinks,
        int shardFanout,
        int shardThreshold,
        SizeEstimate shardEstimate) {
    /// The largest chunk: a block of 2 MiB less room for the framing of a dag-pb leaf.
    public static final int MAX_CHUNK_SIZE = 2 * 1024 * 1024 - 256;

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
                chunkSize >= 1 && chunkSize <= MAX_CHUNK_SIZE,
                "chunk size must be in [1, " + MAX_CHUNK_SIZE + "], was " + chunkSize);
        check(
                maxLinks >= 2 && maxLinks <= 8192,
                "links per node must be in [2, 8192], was " + maxLinks);
        check(
                Hamt.isFanout(shardFanout),
                "shard fanout must be a power of two in [8, 1024], was " + shardFanout);
        check(
                shardThreshold >= 0 && shardThreshold <= 1024 * 1024,
                "shard threshold must be in [0, 1048576], was " + shardThreshold);
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

    /// Reads the text form of a chunker, `size-N` with N in [1, 2096896], to the size of a chunk.
    ///
    /// @throws IllegalArgumentException if it is another chunker or the size is out of range
    public static int parseChunker(String text) {
        if (text.startsWith("size-") && text.length() > 5 && text.length() <= 12) {
            try {
                int size = Integer.parseInt(text, 5, text.length(), 10);
                if (size >= 1 && size <= MAX_CHUNK_SIZE) {
                    return size;
                }
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(badChunker(text), e);
            }
        }
        throw new IllegalArgumentException(badChunker(text));
    }

    private static String badChunker(String text) {
        return "chunker must be size-N with N in [1, "
                + MAX_CHUNK_SIZE
                + "], was '"
                + (text.length() > 40 ? text.substring(0, 40) + "…" : text)
                + "'";
    }

    /// The same with another CID version.
    public ImportProfile withCidVersion(int version) {
        return new ImportProfile(
                name,
                version,
                rawLeaves,
                chunkSize,
                maxLinks,
                shardFanout,
                shardThreshold,
                shardEstimate);
    }

    /// The same with raw leaves or without.
    public ImportProfile withRawLeaves(boolean raw) {
        return new ImportProfile(
                name,
                cidVersion,
                raw,
                chunkSize,
                maxLinks,
                shardFanout,
                shardThreshold,
                shardEstimate);
    }

    /// The same with another chunk size.
    public ImportProfile withChunkSize(int size) {
        return new ImportProfile(
                name,
                cidVersion,
                rawLeaves,
                size,
                maxLinks,
                shardFanout,
                shardThreshold,
                shardEstimate);
    }
}
