package io.ipfskit.blockstore;

/// No space was left. Nothing of the commit was acknowledged.
public final class StoreFull extends StoreException {
    StoreFull(String message, Throwable cause) {
        super(message, cause);
    }
}
