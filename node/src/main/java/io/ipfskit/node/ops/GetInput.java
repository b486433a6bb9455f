package io.ipfskit.node.ops;

import io.ipfskit.operation.Doc;

import org.jspecify.annotations.Nullable;

/// Options of `ipfs.get`.
public record GetInput(
        @Doc(
                        value = "CID, or /ipfs/CID/names/…, of the content",
                        example = "\"bafkreifzjut3te7nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e\"")
                String path,
        @Doc(
                        value = "tar, or raw for the bytes of one file",
                        defaultValue = "\"tar\"",
                        values = {"tar", "raw"})
                String format,
        @Doc(value = "compress with gzip", defaultValue = "false", shortName = "C")
                boolean compress,
        @Doc(
                        value = "how hard to compress; as gzip does when absent",
                        minimum = 1,
                        maximum = 9,
                        shortName = "l")
                @Nullable Integer compressionLevel) {
    /// Uncompressed.
    public GetInput(String path, String format) {
        this(path, format, false, null);
    }
}
