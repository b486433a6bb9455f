package io.ipfskit.anyio.net;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// Where a stream or a datagram goes to or comes from.
public sealed interface Address {
    /// The longest host name, in characters (RFC 1035, section 2.3.4, as text).
    int HOST_MAX = 253;

    /// The longest path of a UNIX socket, in bytes, as Linux has it (`sun_path` less its end).
    int UNIX_PATH_MAX = 107;

    /// A host and a port.
    ///
    /// @param host a name, an IPv4 address or an IPv6 address without brackets, not empty
    /// @param port 0 to 65,535; 0 means any free port and serves for listening only
    record Inet(String host, int port) implements Address {
        /// Checks the ranges.
        public Inet {
            if (host.isEmpty() || host.length() > HOST_MAX) {
                throw new IllegalArgumentException(
                        "a host has 1 to " + HOST_MAX + " characters, was " + host.length());
            }
            if (port < 0 || port > 0xffff) {
                throw new IllegalArgumentException("a port is within 0 and 65535, was " + port);
            }
        }

        /// Returns `host:port`, an IPv6 address in brackets.
        @Override
        public String toString() {
            return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
        }
    }

    /// A UNIX socket.
    ///
    /// @param path where the socket stands in the file system; empty for a peer that is not bound
    record Unix(Path path) implements Address {
        /// Checks the length.
        public Unix {
            if (path.toString().getBytes(StandardCharsets.UTF_8).length > UNIX_PATH_MAX) {
                throw new IllegalArgumentException(
                        "a path of a UNIX socket has at most " + UNIX_PATH_MAX + " bytes: " + path);
            }
        }

        /// Returns `unix:path`.
        @Override
        public String toString() {
            return "unix:" + path;
        }
    }

    /// Returns the address of a host and a port.
    static Inet of(String host, int port) {
        return new Inet(host, port);
    }

    /// Returns the address of a UNIX socket.
    static Unix of(Path path) {
        return new Unix(path);
    }
}
