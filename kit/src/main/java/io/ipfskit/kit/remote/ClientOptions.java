package io.ipfskit.kit.remote;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/// How to talk to a server.
///
/// @param token the bearer token, or null for none; never shown by [#toString()]
/// @param connectTimeout how long connecting may take
/// @param tries how often an idempotent call without a body is tried when it fails retryably
public record ClientOptions(@Nullable String token, Duration connectTimeout, int tries) {
    /// No token, 5 s to connect, 3 tries.
    public static final ClientOptions DEFAULT = new ClientOptions(null, Duration.ofSeconds(5), 3);

    public ClientOptions {
        if (connectTimeout.isNegative() || connectTimeout.isZero()) {
            throw new IllegalArgumentException(
                    "connectTimeout must be positive, was " + connectTimeout);
        }
        if (tries < 1) {
            throw new IllegalArgumentException("tries must be at least 1, was " + tries);
        }
    }

    /// With this token.
    public ClientOptions withToken(@Nullable String token) {
        return new ClientOptions(token, connectTimeout, tries);
    }

    /// With this many tries.
    public ClientOptions withTries(int tries) {
        return new ClientOptions(token, connectTimeout, tries);
    }

    @Override
    public String toString() {
        return "ClientOptions[token="
                + (token == null ? "none" : "set")
                + ", connectTimeout="
                + connectTimeout
                + ", tries="
                + tries
                + "]";
    }
}
