package io.ipfskit.node.fetch;

import io.ipfskit.operation.ErrorCode;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/// Which URLs are fetched, and within which limits. See the package for how it is kept.
///
/// Only `http` and `https`, without user or password, from a host all of whose addresses are on the
/// public internet.
///
/// @param allowsPrivate whether hosts may stand for any address, such as those of this machine and
///   its networks
/// @param bytesMax bytes of the largest body
/// @param redirectsMax how many redirects are followed
/// @param connectLimit how long one address has to answer
/// @param idleLimit how long the other side may be silent
/// @param totalLimit how long the whole may take
public record UrlPolicy(
        boolean allowsPrivate,
        long bytesMax,
        int redirectsMax,
        Duration connectLimit,
        Duration idleLimit,
        Duration totalLimit) {
    /// The public internet: at most 1 TiB, 5 redirects, 10 s to connect, 30 s of silence, 12 h.
    public static final UrlPolicy PUBLIC =
            new UrlPolicy(
                    false,
                    1L << 40,
                    5,
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(30),
                    Duration.ofHours(12));

    /// The most characters of a URL.
    public static final int URL_MAX = 8192;

    private static final int PORT_MAX = 0xffff;

    /// This policy, with any address allowed or not.
    public UrlPolicy withPrivate(boolean allowed) {
        return new UrlPolicy(allowed, bytesMax, redirectsMax, connectLimit, idleLimit, totalLimit);
    }

    /// This policy, with another limit of the body.
    public UrlPolicy withBytesMax(long bytes) {
        return new UrlPolicy(
                allowsPrivate, bytes, redirectsMax, connectLimit, idleLimit, totalLimit);
    }

    /// This policy, with another limit of silence.
    public UrlPolicy withIdleLimit(Duration limit) {
        return new UrlPolicy(
                allowsPrivate, bytesMax, redirectsMax, connectLimit, limit, totalLimit);
    }

    /// Reads a URL that came from outside. Its fragment, which no server sees, is dropped.
    ///
    /// @throws FetchFailed `invalid_argument` when it is malformed, of another scheme, without a
    ///   host, or holds a user or password (which the message does not repeat)
    public URI parse(String text) throws FetchFailed {
        if (text.length() > URL_MAX) {
            throw malformed("is longer than " + URL_MAX + " characters");
        }
        try {
            return checked(new URI(text));
        } catch (URISyntaxException e) {
            throw malformed("is malformed: " + e.getReason() + " at character " + e.getIndex());
        }
    }

    /// Where a redirect leads.
    ///
    /// @param location the value of the header, absolute or relative to `from`
    /// @throws FetchFailed as [#parse]; `permission_denied` from https to http
    URI redirected(URI from, String location) throws FetchFailed {
        if (location.length() > URL_MAX) {
            throw malformed("of a redirect is longer than " + URL_MAX + " characters");
        }
        URI to;
        try {
            to = checked(from.resolve(new URI(location)));
        } catch (URISyntaxException | IllegalArgumentException e) {
            throw new FetchFailed(ErrorCode.UNAVAILABLE, from + " redirects to what is no URL", e);
        }
        if (isSecure(from) && !isSecure(to)) {
            throw new FetchFailed(
                    ErrorCode.PERMISSION_DENIED,
                    from + " redirects from https to http, which is not followed");
        }
        return to;
    }

    private static URI checked(URI url) throws FetchFailed, URISyntaxException {
        String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw malformed("must begin with http:// or https://");
        }
        if (url.getRawAuthority() != null && url.getRawAuthority().indexOf('@') >= 0) {
            throw malformed("must not contain a user or a password");
        }
        if (url.getHost() == null || url.getHost().isEmpty()) {
            throw malformed("must name a host, in ASCII");
        }
        if (url.getPort() == 0 || url.getPort() > PORT_MAX) {
            throw malformed("must have a port within 1 and " + PORT_MAX);
        }
        String path =
                url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        String query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
        String port = url.getPort() < 0 ? "" : ":" + url.getPort();
        String host = url.getHost().toLowerCase(Locale.ROOT);
        return new URI(new URI(scheme + "://" + host + port + path + query).toASCIIString());
    }

    private static FetchFailed malformed(String why) {
        return new FetchFailed(ErrorCode.INVALID_ARGUMENT, "the URL " + why);
    }

    /// Refuses the addresses that a host stands for, unless all of them may be connected to.
    ///
    /// @throws FetchFailed `permission_denied`; the addresses are not told, since they may be what
    ///   the caller is to learn nothing of
    void require(URI url, List<InetAddress> addresses) throws FetchFailed {
        for (InetAddress address : addresses) {
            if (!allowsPrivate && !AddressRanges.isPublic(address)) {
                throw new FetchFailed(
                        ErrorCode.PERMISSION_DENIED,
                        url
                                + ": the host is not on the public internet; set urls.allow_private"
                                + " to let this node fetch from its own networks");
            }
        }
    }

    static boolean isSecure(URI url) {
        return "https".equals(url.getScheme());
    }

    static int port(URI url) {
        return url.getPort() >= 0 ? url.getPort() : isSecure(url) ? 443 : 80;
    }

    /// The host without the brackets of an IPv6 address.
    static String host(URI url) {
        String host = url.getHost();
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }
}
