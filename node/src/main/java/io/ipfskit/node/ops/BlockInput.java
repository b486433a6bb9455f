package io.ipfskit.node.ops;

import io.ipfskit.operation.Doc;

/// The block that `block.get` and `block.stat` are about.
public record BlockInput(
        @Doc(
                        value = "CID",
                        example = "\"bafkreifzjut3te7nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e\"")
                String cid) {}
