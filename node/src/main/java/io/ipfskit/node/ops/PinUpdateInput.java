package io.ipfskit.node.ops;

import io.ipfskit.operation.Doc;

/// Options of `pin.update`.
public record PinUpdateInput(
        @Doc(
                        value = "CID or path of a recursive pin",
                        example = "\"bafybeigdyrzt5sfp7udm7hu76uh7y26nf3efuylqabf3oclgtqy55fbzdi\"")
                String from,
        @Doc(
                        value = "CID or path of what to pin instead",
                        example = "\"bafkreifzjut3te7nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e\"")
                String to,
        @Doc(value = "remove the old pin", defaultValue = "true") boolean unpin) {}
