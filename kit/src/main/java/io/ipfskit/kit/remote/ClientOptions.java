package io.ipfskit.kit.remote;

import io.ipfskit.kit.local.LocalSecret;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/// How to talk to a server.
///
/// @param token the bearer token, or null for none; never shown by [#toString()]
/// @param connectTimeout how long connecting may take
/// @param tries how often an idempotent call without a body is tried when it fails retryably
/// @param local proof that the server is one of the same user on this machine, so that files are
///   handed over by name (see [io.ipfskit.kit.local]); null to send all bytes
public record ClientOptions(
        @Nullable String token, Duration connectTimeout, int tries, @Nullable LocalSecret local) {
    /// No token, 5 s to connect, 3 tries, all bytes sent.
    public static final ClientOptions DEFAULT =
            new ClientOptions(null, Duration.ofSeconds(5), 3, null);

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
        return new ClientOptions(token, connectTimeout, tries, local);
    }

    /// With this many tries.
    public ClientOptions withTries(int tries) {
        return new ClientOptions(token, connectTimeout, tries, local);
    }

    /// With this proof.
    public ClientOptions withLocal(@Nullable LocalSecret local) {
        return new ClientOptions(token, connectTimeout, tries, local);
    }

    @Override
    public String toString() {
        return "ClientOptions[token="
                + (token == null ? "none" : "set")
                + ", connectTimeout="
                + connectTimeout
                + ", tries="
                + tries
                + ", local="
                + (local == null ? "none" : "set")
                + "]";
    }
}
