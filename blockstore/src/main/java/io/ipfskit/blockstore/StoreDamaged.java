package io.ipfskit.blockstore;

/// What records the contents of the store no longer validates. Nothing was changed.
public final class StoreDamaged extends StoreException {
    private final String segment;

    StoreDamaged(String directory, String segment, String what) {
        super(
                "block store %s is damaged: %s: %s. Nothing was changed. Restore that file from a copy; the blocks in the other segments are intact CAR files"
                        .formatted(directory, segment, what),
                null);
        this.segment = segment;
    }

    /// Returns the name of the damaged file.
    public String segment() {
        return segment;
    }
}
