package io.ipfskit.node.ops;

import io.ipfskit.operation.Doc;

import org.jspecify.annotations.Nullable;

/// Options of `ipfs.cat`.
public record CatInput(
        @Doc(
                        value = "CID, or /ipfs/CID/names/…, of the content",
                        example = "\"bafkreifzjut3te7nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e\"")
                String path,
        @Doc(value = "first byte to give", defaultValue = "0", minimum = 0, shortName = "o")
                long offset,
        @Doc(
                        value = "how many bytes to give at most; all when absent",
                        minimum = 0,
                        shortName = "l")
                @Nullable Long length) {
    /// The whole content of `path`.
    public static CatInput of(String path) {
        return new CatInput(path, 0, null);
    }
}
