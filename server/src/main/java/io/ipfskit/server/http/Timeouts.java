package io.ipfskit.server.http;

import io.ipfskit.kit.json.Durations;
import io.ipfskit.operation.OperationFailed;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/// The deadline a client sets: the query parameter `timeout`, else the header `X-Request-Timeout`.
public final class Timeouts {
    /// The query parameter's name.
    public static final String PARAMETER = "timeout";

    private Timeouts() {}

    /// The time the client gives, or null when it names none.
    ///
    /// @throws OperationFailed `invalid_argument` when it cannot be read
    public static @Nullable Duration of(HttpExchange exchange) {
        String text = exchange.query().first(PARAMETER);
        if (text == null) {
            text = exchange.header("X-Request-Timeout");
        }
        if (text == null) {
            return null;
        }
        try {
            return Durations.parse(text);
        } catch (IllegalArgumentException malformed) {
            throw OperationFailed.invalidField(PARAMETER, String.valueOf(malformed.getMessage()));
        }
    }
}
