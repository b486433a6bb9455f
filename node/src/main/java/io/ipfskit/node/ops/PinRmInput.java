package io.ipfskit.node.ops;

import io.ipfskit.operation.Doc;

/// Options of `pin.rm`.
public record PinRmInput(
        @Doc(
                        value = "CID, or /ipfs/CID/names/…, of the content",
                        example = "\"bafkreifzjut3te7nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e\"")
                String path,
        @Doc(value = "the pin to remove is recursive", defaultValue = "true", shortName = "r")
                boolean recursive) {}
