package io.ipfskit.node.repository;

import io.ipfskit.multiformats.Cid;

import org.jspecify.annotations.Nullable;

import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/// A pin somebody made.
///
/// @param cid what is held
/// @param kind how far
/// @param name at most 255 bytes of UTF-8, or null
/// @param createdMillis when, in milliseconds since 1970
/// @param expiresMillis from when on it holds no more, in milliseconds since 1970, or [#NEVER]
/// @param metadata what its maker wrote to it: at most 16 entries, keys of 1 to 64 bytes of UTF-8,
///   values of at most 1024, 4096 bytes altogether; kept in the order of the keys
public record PinEntry(
        Cid cid,
        PinKind kind,
        @Nullable String name,
        long createdMillis,
        long expiresMillis,
        Map<String, String> metadata) {
    /// The longest name in bytes.
    public static final int NAME_BYTES_MAX = 255;

    /// The most entries of metadata.
    public static final int METADATA_MAX = 16;

    /// The longest key of metadata in bytes.
    public static final int KEY_BYTES_MAX = 64;

    /// The longest value of metadata in bytes.
    public static final int VALUE_BYTES_MAX = 1024;

    /// The most bytes of all keys and values of metadata.
    public static final int METADATA_BYTES_MAX = 4096;

    /// The expiry of a pin that holds until it is removed.
    public static final long NEVER = Long.MAX_VALUE;

    /// Checks the limits.
    ///
    /// @throws IllegalArgumentException naming the one that is not kept
    public PinEntry {
        if (name != null) {
            int length = utf8Length("the name of a pin", name);
            if (length > NAME_BYTES_MAX) {
                throw new IllegalArgumentException(
                        "the name of a pin has at most "
                                + NAME_BYTES_MAX
                                + " bytes, had "
                                + length);
            }
        }
        metadata = checkedMetadata(metadata);
    }

    /// A pin without expiry and metadata.
    public PinEntry(Cid cid, PinKind kind, @Nullable String name, long createdMillis) {
        this(cid, kind, name, createdMillis, NEVER, Map.of());
    }

    /// A copy of metadata that a pin can have, in the order of the keys.
    ///
    /// @throws IllegalArgumentException naming the limit that is not kept
    public static Map<String, String> checkedMetadata(Map<String, String> metadata) {
        if (metadata.isEmpty()) {
            return Map.of();
        }
        if (metadata.size() > METADATA_MAX) {
            throw new IllegalArgumentException(
                    "the metadata of a pin has at most "
                            + METADATA_MAX
                            + " entries, had "
                            + metadata.size());
        }
        int all = 0;
        for (Map.Entry<String, String> entry : metadata.entrySet()) {
            int key = utf8Length("a key of metadata", entry.getKey());
            int value = utf8Length("a value of metadata", entry.getValue());
            if (key < 1 || key > KEY_BYTES_MAX || value > VALUE_BYTES_MAX) {
                throw new IllegalArgumentException(
                        "a key of metadata has 1 to %d bytes and a value at most %d, had %d and %d"
                                .formatted(KEY_BYTES_MAX, VALUE_BYTES_MAX, key, value));
            }
            all += key + value;
        }
        if (all > METADATA_BYTES_MAX) {
            throw new IllegalArgumentException(
                    "the metadata of a pin has at most "
                            + METADATA_BYTES_MAX
                            + " bytes, had "
                            + all);
        }
        return Collections.unmodifiableMap(new TreeMap<>(metadata));
    }

    /// The bytes of a text in UTF-8. Half of a surrogate pair has none: written as something else,
    /// it would not be read back, and the keys around it not in their order.
    ///
    /// @param what the text is, for the message
    /// @throws IllegalArgumentException when it is null or no text
    public static int utf8Length(String what, @Nullable String text) {
        if (text == null) {
            throw new IllegalArgumentException(what + " must be a text, was null");
        }
        try {
            return StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text)).remaining();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(
                    what + " holds half of a surrogate pair, which no UTF-8 can tell", e);
        }
    }

    /// Whether it holds no more at that time.
    public boolean isExpired(long nowMillis) {
        return expiresMillis <= nowMillis;
    }
}
