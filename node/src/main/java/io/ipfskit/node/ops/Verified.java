package io.ipfskit.node.ops;

import io.ipfskit.operation.Doc;

/// End of a verification.
public record Verified(
        @Doc("blocks read and hashed") long blocks, @Doc("bad blocks found") long bad) {}
