package io.ipfskit.node.ops;

import io.ipfskit.operation.Doc;

import org.jspecify.annotations.Nullable;

/// One pin.
public record Pin(
        @Doc("CID that is held") String cid,
        @Doc("direct, recursive or indirect") String type,
        @Doc("name of the pin") @Nullable String name) {}
