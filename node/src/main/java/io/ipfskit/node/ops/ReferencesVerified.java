package io.ipfskit.node.ops;

import io.ipfskit.operation.Doc;

/// End of `filestore.verify`.
public record ReferencesVerified(
        @Doc("references") long references, @Doc("those that are not ok") long bad) {}
