package io.ipfskit.node.ops;

import io.ipfskit.operation.Doc;

/// One CID.
public record CidInput(
        @Doc(
                        value = "CID in any form",
                        example = "\"bafkreifzjut3te7nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e\"")
                String cid) {}
