package io.ipfskit.node.ops;

import io.ipfskit.operation.Doc;

/// Options of `dag.get`.
public record DagGetInput(
        @Doc(
                        value = "CID, or /ipfs/CID/names/…, of a node or a part of one",
                        example = "\"bafkreifzjut3te7nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e\"")
                String path,
        @Doc(
                        value = "codec of the answer",
                        defaultValue = "\"dag-json\"",
                        values = {"dag-cbor", "dag-json", "dag-pb", "raw", "cbor", "json"})
                String outputCodec) {
    /// In dag-json.
    public static DagGetInput of(String path) {
        return new DagGetInput(path, "dag-json");
    }
}
