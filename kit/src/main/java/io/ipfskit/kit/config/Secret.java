package io.ipfskit.kit.config;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/// A text that must not be shown: its `toString` is redacted, comparing takes the same time for
/// every wrong value of one length.
public final class Secret {
    private final String value;

    private Secret(String value) {
        this.value = value;
    }

    /// Wraps `value`.
    ///
    /// @throws IllegalArgumentException when it is shorter than 16 characters or has control
    ///   characters or blanks
    public static Secret of(String value) {
        if (value.length() < 16) {
            throw new IllegalArgumentException("must have at least 16 characters");
        }
        if (value.length() > 4096 || value.chars().anyMatch(c -> c <= ' ' || c > '~')) {
            throw new IllegalArgumentException(
                    "must be one line of at most 4096 printable ASCII characters without blanks");
        }
        return new Secret(value);
    }

    /// The text itself, for the one place that needs it.
    public String reveal() {
        return value;
    }

    /// Whether `given` is this text.
    public boolean matches(@Nullable String given) {
        return given != null
                && MessageDigest.isEqual(
                        value.getBytes(StandardCharsets.UTF_8),
                        given.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return "[redacted]";
    }
}
