package io.ipfskit.node.ops;

import io.ipfskit.operation.Doc;

/// The path that `dag.resolve`, `dag.stat` and `dag.export` are about.
public record DagPathInput(
        @Doc(
                        value = "CID, or /ipfs/CID/names/…",
                        example = "\"bafkreifzjut3te7nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e\"")
                String path) {}
