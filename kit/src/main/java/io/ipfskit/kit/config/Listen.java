package io.ipfskit.kit.config;

import java.util.Locale;

/// Where a listener listens.
///
/// @param host a name or address, without brackets
/// @param port 0 for any free port
public record Listen(String host, int port) {
    public Listen {
        if (host.isBlank()
                || host.chars().anyMatch(c -> c <= ' ' || c == '/' || c == '@' || c > '~')) {
            throw new IllegalArgumentException("must be HOST:PORT, its host was \"" + host + "\"");
        }
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("must have a port from 0 to 65535, was " + port);
        }
    }

    /// Reads `127.0.0.1:5001`, `[::1]:0`, `localhost:80`.
    ///
    /// @throws IllegalArgumentException when it is nothing like that
    public static Listen parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon <= 0) {
            throw new IllegalArgumentException(
                    "must be HOST:PORT like 127.0.0.1:5001, was \"" + text + "\"");
        }
        String host = text.substring(0, colon);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        } else if (host.indexOf(':') >= 0) {
            throw new IllegalArgumentException(
                    "must have brackets around an IPv6 address, [::1]:5001, was \"" + text + "\"");
        }
        try {
            return new Listen(host, Integer.parseInt(text.substring(colon + 1)));
        } catch (NumberFormatException _) {
            throw new IllegalArgumentException(
                    "must end with a port from 0 to 65535, was \"" + text + "\"");
        }
    }

    /// Whether only this machine can reach it. Decided by the text, without asking a resolver.
    public boolean isLoopback() {
        String lower = host.toLowerCase(Locale.ROOT);
        return lower.equals("localhost")
                || lower.equals("::1")
                || lower.equals("0:0:0:0:0:0:0:1")
                || lower.matches("127(\\.[0-9]{1,3}){3}");
    }

    @Override
    public String toString() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}
