package io.ipfskit.node.ops;

import io.ipfskit.operation.Doc;

import org.jspecify.annotations.Nullable;

/// Options of `ipfs.add`. The content comes with the call: one stream of bytes, or a tree of files.
public record AddInput(
        @Doc("file name of a single stream of bytes; names the entry when wrap is set")
                @Nullable String name,
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
                        value = "size-N for chunks of N bytes; the profile decides when absent",
                        shortName = "s",
                        example = "\"size-262144\"")
                @Nullable String chunker,
        @Doc(
                        value = "take files whose name begins with a dot, too",
                        defaultValue = "false",
                        shortName = "H")
                boolean hidden,
        @Doc(value = "record the POSIX permission bits", defaultValue = "false")
                boolean preserveMode,
        @Doc(value = "record the modification times", defaultValue = "false") boolean preserveMtime,
        @Doc("name of the pin, at most 255 bytes") @Nullable String pinName) {
    /// What is used when the caller says nothing.
    public static AddInput defaults() {
        return new AddInput(
                null,
                true,
                false,
                "unixfs-v1-2025",
                null,
                false,
                null,
                null,
                false,
                false,
                false,
                null);
    }
}
