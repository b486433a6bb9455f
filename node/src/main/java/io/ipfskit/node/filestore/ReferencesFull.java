package io.ipfskit.node.filestore;

import io.ipfskit.multiformats.Cid;

import java.io.IOException;

/// A block has as many references as it may have, and none of them holds: its bytes are to be
/// stored.
public final class ReferencesFull extends IOException {
    private static final long serialVersionUID = 1L;

    ReferencesFull(Cid block) {
        super(
                "block %s has %d references that do not hold any more"
                        .formatted(block, ReferenceRecord.PLACES_MAX));
    }
}
