package io.ipfskit.node.ops;

import io.ipfskit.operation.Doc;

/// One row of the multicodec table.
public record CidCode(
        @Doc("code in the multicodec table") int code,
        @Doc("name in the multicodec table") String name) {}
