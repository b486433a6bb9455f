package io.ipfskit.node.ops;

import io.ipfskit.operation.Doc;

/// Options of `ipfs.exists`.
public record ExistsInput(
        @Doc(
                        value = "CID, or /ipfs/CID/names/…, of the content",
                        example = "\"bafkreifzjut3te7nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e\"")
                String path) {}
