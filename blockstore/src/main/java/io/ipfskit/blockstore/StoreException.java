package io.ipfskit.blockstore;

import org.jspecify.annotations.Nullable;

import java.io.IOException;

/// A store could not be opened or could not take blocks. The message says what, on which file, and
/// what to do.
public abstract sealed class StoreException extends IOException
        permits StoreDamaged,
                StoreFull,
                StoreFailed,
                StoreConflict,
                StoreLocked,
                StoreVersionUnsupported {
    StoreException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
