package io.ipfskit.ipld.unixfs;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/// Optional POSIX attributes of a node. They change its CID.
///
/// @param mode permission bits `07777`, 0 for none
/// @param mtime time of last modification, `null` for none
public record Attributes(int mode, @Nullable Instant mtime) {
    /// No attributes, the default of both import profiles.
    public static final Attributes NONE = new Attributes(0, null);

    /// Checks the mode.
    public Attributes {
        if ((mode & ~0xfff) != 0) {
            throw new IllegalArgumentException(
                    "mode must be permission bits in [0, 07777], was " + mode);
        }
    }

    /// Whether there are none.
    public boolean isEmpty() {
        return mode == 0 && mtime == null;
    }
}
