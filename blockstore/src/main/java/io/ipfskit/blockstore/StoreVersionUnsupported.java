package io.ipfskit.blockstore;

/// A segment was written by a newer version of this software.
public final class StoreVersionUnsupported extends StoreException {
    StoreVersionUnsupported(String file, int found, int supported) {
        super(
                "%s has pack format version %d, this version reads up to %d: use the newer version that wrote it"
                        .formatted(file, found, supported),
                null);
    }
}
