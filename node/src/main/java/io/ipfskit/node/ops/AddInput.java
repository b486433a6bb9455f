package io.ipfskit.node.ops;

import io.ipfskit.operation.Doc;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// Options of `ipfs.add`. The content comes with the call, one stream of bytes or a tree of files,
/// or from a URL. Made by [AddInputBuilder]; names and meanings are those of Kubo.
public record AddInput(
        @Doc("file name of a single stream of bytes; names the entry when wrap is set")
                @Nullable String name,
        @Doc(
                        value =
                                "add what this http or https URL names, instead of content that"
                                        + " comes with the call",
                        example = "\"https://example.org/film.mp4\"")
                @Nullable String url,
        @Doc(value = "pin the root recursively once it is durable", defaultValue = "true")
                boolean pin,
        @Doc(
                        value = "put the content into a folder, so that its name is kept",
                        defaultValue = "false",
                        shortName = "w")
                boolean wrap,
        @Doc(
                        value = "import profile, decides how content becomes blocks and so its CID",
                        defaultValue = "\"unixfs-v1-2025\"",
                        values = {"unixfs-v1-2025", "unixfs-v0-2015"})
                String profile,
        @Doc(value = "CID version; 0 selects the profile unixfs-v0-2015", minimum = 0, maximum = 1)
                @Nullable Integer cidVersion,
        @Doc(value = "only compute the CID, store nothing", defaultValue = "false", shortName = "n")
                boolean onlyHash,
        @Doc("store the leaves of files as raw blocks; the profile decides when absent")
                @Nullable Boolean rawLeaves,
        @Doc(
                        value =
                                "size-N for chunks of N bytes, rabin-MIN-AVG-MAX or buzhash to cut"
                                        + " by content; the profile decides when absent",
                        shortName = "s",
                        example = "\"size-262144\"")
                @Nullable String chunker,
        @Doc(
                        value =
                                "keep the leaves by reference: their bytes stay in the files below"
                                        + " filestore.roots, or behind the URL, and are read from"
                                        + " there",
                        defaultValue = "false")
                boolean nocopy,
        @Doc(
                        value = "take files whose name begins with a dot, too",
                        defaultValue = "false",
                        shortName = "H")
                boolean hidden,
        @Doc(value = "record the POSIX permission bits", defaultValue = "false")
                boolean preserveMode,
        @Doc(value = "record the modification times", defaultValue = "false") boolean preserveMtime,
        @Doc("name of the pin, at most 255 bytes") @Nullable String pinName,
        @Doc(
                        value = "trickle layout: the first bytes of a file are near its root",
                        defaultValue = "false",
                        shortName = "t")
                boolean trickle,
        @Doc(
                        value =
                                "hash function: sha2-256, sha2-512, sha3-224, sha3-256, sha3-384,"
                                        + " sha3-512, dbl-sha2-256 or sha1; all but the first make"
                                        + " CIDv1",
                        example = "\"sha2-256\"")
                @Nullable String hash,
        @Doc(value = "put small blocks into their CIDs", defaultValue = "false") boolean inline,
        @Doc(
                        value = "largest block to inline, in bytes",
                        defaultValue = "32",
                        minimum = 0,
                        maximum = 128)
                int inlineLimit,
        @Doc(
                        value = "most links of a node of a file; the profile decides when absent",
                        minimum = 2,
                        maximum = 8192)
                @Nullable Integer maxFileLinks,
        @Doc(
                        value =
                                "a folder of more entries is sharded whatever its size; only its"
                                        + " size decides when absent or 0",
                        minimum = 0)
                @Nullable Integer maxDirectoryLinks,
        @Doc(
                        value =
                                "width of the nodes of a sharded folder, a power of two; the"
                                        + " profile decides when absent",
                        minimum = 8,
                        maximum = 1024)
                @Nullable Integer maxHamtFanout,
        @Doc(
                        value =
                                "POSIX permission bits to record of all files and folders, octal"
                                        + " with a leading 0",
                        example = "\"0644\"")
                @Nullable String mode,
        @Doc("modification time to record of everything, in seconds since 1970 or before it")
                @Nullable Long mtime,
        @Doc(
                        value = "nanoseconds to add to mtime",
                        defaultValue = "0",
                        minimum = 0,
                        maximum = 999_999_999)
                int mtimeNsecs,
        @Doc(
                        value = "rules of what to leave out, as in a .gitignore file",
                        defaultValue = "[]",
                        example = "[\"*.log\"]")
                List<String> ignore,
        @Doc(value = "take folders without entries, too", defaultValue = "true", shortName = "E")
                boolean emptyDirs) {
    /// Copies the rules.
    public AddInput {
        ignore = List.copyOf(ignore);
    }

    /// What is used when the caller says nothing.
    public static AddInput defaults() {
        return new AddInputBuilder().build();
    }
}
