package io.ipfskit.server.http;

import java.net.InetAddress;
import java.net.UnknownHostException;

/// Where a listener listens.
///
/// @param host a name or address
/// @param port 0 for any free one
public record ListenAddress(String host, int port) {
    /// Checks the port.
    public ListenAddress {
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("port must be in [0, 65535], was " + port);
        }
    }

    /// Reads `HOST:PORT`, `[IPV6]:PORT` or `:PORT` (loopback).
    public static ListenAddress parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 0) {
            throw new IllegalArgumentException("wanted HOST:PORT, was " + text);
        }
        String host = text.substring(0, colon);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        }
        try {
            return new ListenAddress(
                    host.isEmpty() ? "127.0.0.1" : host,
                    Integer.parseInt(text.substring(colon + 1)));
        } catch (NumberFormatException notANumber) {
            throw new IllegalArgumentException("wanted HOST:PORT, was " + text, notANumber);
        }
    }

    /// Whether only this machine can reach it: every address the host stands for is loopback.
    public boolean isLoopback() {
        try {
            for (InetAddress address : InetAddress.getAllByName(host)) {
                if (!address.isLoopbackAddress()) {
                    return false;
                }
            }
            return true;
        } catch (UnknownHostException unknown) {
            return false;
        }
    }

    @Override
    public String toString() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}
