package io.ipfskit.blockstore;

import org.jspecify.annotations.Nullable;

/// Writing or syncing failed. Nothing of the commit was acknowledged.
public final class StoreFailed extends StoreException {
    StoreFailed(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
