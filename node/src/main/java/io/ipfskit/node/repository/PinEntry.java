package io.ipfskit.node.repository;

import io.ipfskit.multiformats.Cid;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;

/// A pin somebody made.
///
/// @param cid what is held
/// @param kind how far
/// @param name at most 255 bytes of UTF-8, or null
/// @param createdMillis when, in milliseconds since 1970
public record PinEntry(Cid cid, PinKind kind, @Nullable String name, long createdMillis) {
    /// The longest name in bytes.
    public static final int NAME_BYTES_MAX = 255;

    public PinEntry {
        if (name != null && name.getBytes(StandardCharsets.UTF_8).length > NAME_BYTES_MAX) {
            throw new IllegalArgumentException(
                    "the name of a pin has at most " + NAME_BYTES_MAX + " bytes");
        }
    }
}
