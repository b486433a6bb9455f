package io.ipfskit.node.ops;

import io.ipfskit.operation.Doc;

import org.jspecify.annotations.Nullable;

/// Options of `pin.add`.
public record PinAddInput(
        @Doc(
                        value = "CID, or /ipfs/CID/names/…, of the content",
                        example = "\"bafkreifzjut3te7nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e\"")
                String path,
        @Doc(value = "hold everything below the root, too", defaultValue = "true", shortName = "r")
                boolean recursive,
        @Doc(value = "name of the pin, at most 255 bytes", shortName = "n")
                @Nullable String name) {}
