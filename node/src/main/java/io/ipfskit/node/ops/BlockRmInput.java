package io.ipfskit.node.ops;

import io.ipfskit.operation.Doc;

import java.util.List;

/// The blocks that `block.rm` removes.
public record BlockRmInput(
        @Doc(
                        value = "CIDs, at most 65,536",
                        example =
                                "[\"bafkreifzjut3te7nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e\"]")
                List<String> cids,
        @Doc(
                        value = "blocks that are not here are no failure",
                        defaultValue = "false",
                        shortName = "f")
                boolean force,
        @Doc(
                        value = "give no row for a block that was removed",
                        defaultValue = "false",
                        shortName = "q")
                boolean quiet) {
    /// The most blocks of one call.
    public static final int CIDS_MAX = 1 << 16;

    /// Copies the CIDs.
    public BlockRmInput {
        cids = List.copyOf(cids);
    }

    /// These blocks, all of which must be here; each gives a row.
    public static BlockRmInput of(List<String> cids) {
        return new BlockRmInput(cids, false, false);
    }
}
