package io.ipfskit.cli;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Addresses of an API as people and the file `api` write them: `/ip4/127.0.0.1/tcp/5001`,
/// `127.0.0.1:5001`, `http://127.0.0.1:5001`.
final class ApiAddress {
    private static final Pattern MULTIADDR =
            Pattern.compile(
                    "/(ip4|ip6|dns|dns4|dns6)/([^/]+)/tcp/(\\d{1,5})(/http|/https|/tls/http)?/?");
    private static final Pattern HOST_PORT =
            Pattern.compile("(\\[[0-9a-fA-F:.]+]|[^/:\\[\\]]+):(\\d{1,5})");

    private ApiAddress() {}

    /// The URL that `text` means.
    ///
    /// @throws ExitCodes.UsageException when it means none
    static URI parse(String text) {
        try {
            if (text.startsWith("http://") || text.startsWith("https://")) {
                URI uri = new URI(text);
                if (uri.getRawQuery() == null) {
                    return withHost(uri, text);
                }
                throw wrong(text);
            }
            Matcher multiaddr = MULTIADDR.matcher(text);
            if (multiaddr.matches()) {
                String host = multiaddr.group(2);
                String suffix = multiaddr.group(4);
                boolean tls = suffix != null && !suffix.equals("/http");
                return withHost(
                        new URI(
                                (tls ? "https://" : "http://")
                                        + (multiaddr.group(1).equals("ip6")
                                                ? "[" + host + "]"
                                                : host)
                                        + ":"
                                        + port(text, multiaddr.group(3))),
                        text);
            }
            Matcher hostPort = HOST_PORT.matcher(text);
            if (hostPort.matches()) {
                return withHost(
                        new URI(
                                "http://"
                                        + hostPort.group(1)
                                        + ":"
                                        + port(text, hostPort.group(2))),
                        text);
            }
        } catch (URISyntaxException malformed) {
            throw wrong(text);
        }
        throw wrong(text);
    }

    /// What looks like a host and is none, as `12.1`, leaves the URL without one.
    private static URI withHost(URI uri, String text) {
        if (uri.getHost() == null) {
            throw wrong(text);
        }
        return uri;
    }

    private static int port(String text, String digits) {
        int port = Integer.parseInt(digits);
        if (port < 1 || port > 65_535) {
            throw wrong(text);
        }
        return port;
    }

    private static ExitCodes.UsageException wrong(String text) {
        return new ExitCodes.UsageException(
                "an API address is a multiaddr like /ip4/127.0.0.1/tcp/5001, HOST:PORT or a URL,"
                        + " was \""
                        + text
                        + "\"");
    }
}
