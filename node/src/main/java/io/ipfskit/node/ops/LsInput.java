package io.ipfskit.node.ops;

import io.ipfskit.operation.Doc;

import org.jspecify.annotations.Nullable;

/// Options of `ipfs.ls`.
public record LsInput(
        @Doc(
                        value = "CID, or /ipfs/CID/names/…, of the content",
                        example = "\"bafkreifzjut3te7nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e\"")
                String path,
        @Doc(
                        value = "look into each child for its size and type",
                        defaultValue = "true",
                        shortName = "s")
                boolean size,
        @Doc(value = "how many entries to give at most; all when absent", minimum = 1)
                @Nullable Integer limit,
        @Doc("next_cursor of the page before") @Nullable String cursor) {
    /// All entries of `path`, with sizes.
    public static LsInput of(String path) {
        return new LsInput(path, true, null, null);
    }
}
