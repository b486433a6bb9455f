package io.ipfskit.mcp;

import java.util.Locale;
import java.util.Optional;

/// Severities of log messages to the client (RFC 5424), least first.
public enum LogLevel {
    DEBUG,
    INFO,
    NOTICE,
    WARNING,
    ERROR,
    CRITICAL,
    ALERT,
    EMERGENCY;

    /// The name on the wire.
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The level with this name on the wire.
    public static Optional<LogLevel> named(String name) {
        for (LogLevel level : values()) {
            if (level.wireName().equals(name)) {
                return Optional.of(level);
            }
        }
        return Optional.empty();
    }
}
