package io.ipfskit.node.ops;

import io.ipfskit.operation.Doc;

/// A pin that took the place of another, durably.
public record PinUpdated(
        @Doc("CID of the old pin") String from,
        @Doc("CID that is pinned recursively now") String to,
        @Doc("whether the old pin is gone") boolean unpinned,
        @Doc("blocks looked at: those that are not below the old pin") long blocks) {}
