package io.ipfskit.kit;

import org.jspecify.annotations.Nullable;

/// How to pin.
///
/// @param recursive whether everything below is held, too
/// @param name of the pin, or null
public record PinOptions(boolean recursive, @Nullable String name) {
    /// Recursive, without a name.
    public static PinOptions defaults() {
        return new PinOptions(true, null);
    }

    /// With this name.
    public PinOptions withName(String name) {
        return new PinOptions(recursive, name);
    }

    /// Only the block itself.
    public PinOptions direct() {
        return new PinOptions(false, name);
    }
}
