package io.ipfskit.server.http;

import io.ipfskit.operation.ErrorCode;
import io.ipfskit.operation.Failure;
import io.ipfskit.operation.Principal;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;

/// Who calls, by the bearer token of [RFC 6750](https://www.rfc-editor.org/rfc/rfc6750). Keeps only
/// a digest of the token, compares in constant time, prints neither.
public final class BearerToken {
    private final byte @Nullable [] digest;

    /// @param token the token every caller must bring, or null when loopback is trusted
    public BearerToken(@Nullable String token) {
        digest = token == null ? null : digest(token);
    }

    /// The caller of this request.
    ///
    /// @throws HttpProblem 401 when the token is missing or wrong
    public Principal authenticate(HttpExchange exchange) {
        byte[] wanted = digest;
        if (wanted == null) {
            return Principal.LOCAL;
        }
        String header = exchange.header("Authorization");
        if (header != null && header.regionMatches(true, 0, "Bearer ", 0, 7)) {
            if (MessageDigest.isEqual(wanted, digest(header.substring(7).strip()))) {
                return new Principal("token", Principal.LOCAL.access());
            }
            throw refusal("the bearer token is not the one of this server", "invalid_token");
        }
        throw refusal("this server wants a bearer token in the header Authorization", null);
    }

    private static HttpProblem refusal(String message, @Nullable String error) {
        return new HttpProblem(
                401,
                Failure.of(ErrorCode.UNAUTHENTICATED, message),
                Map.of(
                        "WWW-Authenticate",
                        "Bearer realm=\"ipfs-kit\""
                                + (error == null ? "" : ", error=\"" + error + "\"")));
    }

    private static byte[] digest(String token) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public String toString() {
        return digest == null ? "no token" : "a token";
    }
}
