package io.ipfskit.kit;

import io.ipfskit.node.ops.PinAddInput;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Map;

/// How to pin.
///
/// @param recursive whether everything below is held, too
/// @param name of the pin, or null
/// @param expiresIn how long it holds, or null for ever
/// @param metadata texts to keep with the pin, or null
public record PinOptions(
        boolean recursive,
        @Nullable String name,
        @Nullable Duration expiresIn,
        @Nullable Map<String, String> metadata) {
    /// Recursive, without a name, for ever.
    public static PinOptions defaults() {
        return new PinOptions(true, null, null, null);
    }

    /// With this name.
    public PinOptions withName(String name) {
        return new PinOptions(recursive, name, expiresIn, metadata);
    }

    /// Only the block itself.
    public PinOptions direct() {
        return new PinOptions(false, name, expiresIn, metadata);
    }

    /// For this long.
    public PinOptions expiringIn(Duration time) {
        return new PinOptions(recursive, name, time, metadata);
    }

    /// With these texts.
    public PinOptions withMetadata(Map<String, String> texts) {
        return new PinOptions(recursive, name, expiresIn, texts);
    }

    PinAddInput input(String path) {
        return new PinAddInput(path, recursive, name, expiresIn, null, metadata);
    }
}
