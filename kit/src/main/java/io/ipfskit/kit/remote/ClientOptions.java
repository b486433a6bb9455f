package io.ipfskit.kit.remote;

import io.ipfskit.anyio.Meters;
import io.ipfskit.kit.local.LocalSecret;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.regex.Pattern;

/// How to talk to a server.
///
/// @param token the bearer token, or null for none; never shown by [#toString()]
/// @param connectTimeout how long connecting may take
/// @param tries how often an idempotent call without a body is tried when it fails retryably
/// @param local proof that the server is one of the same user on this machine, so that files are
///   handed over by name (see [io.ipfskit.kit.local]); null to send all bytes
/// @param meters where they trace, each request is a span and the server is told of it, so that its
///   own stand below
/// @param traceparent the span of another process, as W3C `traceparent`, that requests stand below;
///   null for the caller's own
public record ClientOptions(
        @Nullable String token,
        Duration connectTimeout,
        int tries,
        @Nullable LocalSecret local,
        Meters meters,
        @Nullable String traceparent) {
    private static final Pattern TRACEPARENT =
            Pattern.compile("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");

    /// No token, 5 s to connect, 3 tries, all bytes sent, nothing traced.
    public static final ClientOptions DEFAULT =
            new ClientOptions(null, Duration.ofSeconds(5), 3, null, Meters.NONE, null);

    public ClientOptions {
        if (connectTimeout.isNegative() || connectTimeout.isZero()) {
            throw new IllegalArgumentException(
                    "connectTimeout must be positive, was " + connectTimeout);
        }
        if (tries < 1) {
            throw new IllegalArgumentException("tries must be at least 1, was " + tries);
        }
        if (traceparent != null && !isTraceparent(traceparent)) {
            throw new IllegalArgumentException(
                    "traceparent must be like"
                            + " 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        }
    }

    /// With this token.
    public ClientOptions withToken(@Nullable String token) {
        return new ClientOptions(token, connectTimeout, tries, local, meters, traceparent);
    }

    /// With this many tries.
    public ClientOptions withTries(int tries) {
        return new ClientOptions(token, connectTimeout, tries, local, meters, traceparent);
    }

    /// With this proof.
    public ClientOptions withLocal(@Nullable LocalSecret local) {
        return new ClientOptions(token, connectTimeout, tries, local, meters, traceparent);
    }

    /// With these meters.
    public ClientOptions withMeters(Meters meters) {
        return new ClientOptions(token, connectTimeout, tries, local, meters, traceparent);
    }

    /// Below that span.
    ///
    /// @throws IllegalArgumentException when it is malformed, see [#isTraceparent]
    public ClientOptions withTraceparent(@Nullable String traceparent) {
        return new ClientOptions(token, connectTimeout, tries, local, meters, traceparent);
    }

    /// Whether `text` has the form of a W3C `traceparent`.
    public static boolean isTraceparent(String text) {
        return TRACEPARENT.matcher(text).matches();
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
