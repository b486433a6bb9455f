package io.ipfskit.node.ops;

import io.ipfskit.operation.Doc;

/// End of `block.rm`.
public record BlocksRemoved(
        @Doc("blocks removed") long removed,
        @Doc("their bytes; repo.gc gives the space back") long bytes,
        @Doc("blocks that stay because a pin or a running operation needs them") long needed,
        @Doc("blocks that were not here") long missing) {}
