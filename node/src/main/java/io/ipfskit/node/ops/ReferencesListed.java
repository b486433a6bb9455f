package io.ipfskit.node.ops;

import io.ipfskit.operation.Doc;

/// End of `filestore.ls`.
public record ReferencesListed(
        @Doc("references") long references,
        @Doc("bytes of the blocks they stand for") long bytes) {}
