package io.ipfskit.blockstore;

/// Another process has the store open.
public final class StoreLocked extends StoreException {
    StoreLocked(String directory) {
        super(
                "block store %s is in use by another process: stop it, or talk to it instead of opening its files"
                        .formatted(directory),
                null);
    }
}
