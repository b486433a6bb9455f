package io.ipfskit.blockstore;

/// Blocks were deleted while a session that may rely on them was open. Nothing was committed: add
/// again.
public final class StoreConflict extends StoreException {
    StoreConflict(String directory) {
        super(
                "blocks of %s were deleted while this session relied on them: nothing was committed, add again"
                        .formatted(directory),
                null);
    }
}
