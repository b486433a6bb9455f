package io.ipfskit.node.ops;

import io.ipfskit.operation.Doc;

/// A pin that is gone, durably.
public record Unpinned(@Doc("CID that is no longer pinned") String cid) {}
