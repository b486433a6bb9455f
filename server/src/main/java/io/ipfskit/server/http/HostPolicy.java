package io.ipfskit.server.http;

import io.ipfskit.operation.ErrorCode;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/// Which names a listener answers to, and which pages may call it.
///
/// A page of a foreign site can make a browser connect to a loopback port: by a plain cross-origin
/// request, or by a name of its own that it lets point to 127.0.0.1 (DNS rebinding). `Host` and
/// `Origin` are what the browser does not let it forge.
public final class HostPolicy {
    private final boolean anyHost;
    private final Set<String> corsOrigins;

    /// @param anyHost whether names other than this machine's are answered: not on loopback
    /// @param corsOrigins origins whose pages may call, as `http://host:port`
    public HostPolicy(boolean anyHost, Set<String> corsOrigins) {
        this.anyHost = anyHost;
        this.corsOrigins = new TreeSet<>(corsOrigins);
    }

    /// Refuses a request for another host with 421 and one from a foreign page with 403, and allows
    /// configured origins to read the answer.
    ///
    /// @return whether the exchange was a CORS preflight that is answered by its headers alone
    public boolean check(HttpExchange exchange) {
        String authority = exchange.authority();
        if (authority == null || !isOwn(exchange)) {
            throw new HttpProblem(
                    421,
                    ErrorCode.PERMISSION_DENIED,
                    "this listener does not answer for host "
                            + authority
                            + "; use its address or localhost");
        }
        String origin = exchange.header("Origin");
        if (origin == null) {
            return false;
        }
        boolean isConfigured = corsOrigins.contains(origin);
        if (!isConfigured && !isSameOrigin(origin, authority)) {
            throw new HttpProblem(
                    403,
                    ErrorCode.PERMISSION_DENIED,
                    "pages of origin " + origin + " may not call here (api.cors.origins)");
        }
        if (!isConfigured) {
            return false;
        }
        exchange.set("Access-Control-Allow-Origin", origin);
        exchange.set("Vary", "Origin");
        exchange.set(
                "Access-Control-Expose-Headers",
                "X-Operation-Id, X-Duration-Ms, X-Async-Backend, ETag, Content-Range,"
                        + " X-Content-Offset, X-Content-Total");
        if (exchange.method().equals("OPTIONS")
                && exchange.header("Access-Control-Request-Method") != null) {
            exchange.set("Access-Control-Allow-Methods", "GET, HEAD, POST, PUT, DELETE");
            exchange.set(
                    "Access-Control-Allow-Headers",
                    "Authorization, Content-Type, Range, If-None-Match, X-Request-Timeout,"
                            + " Mcp-Session-Id, MCP-Protocol-Version, Last-Event-ID");
            exchange.set("Access-Control-Max-Age", "600");
            return true;
        }
        return false;
    }

    /// Whether the request is for a host this listener answers to.
    public boolean isOwn(HttpExchange exchange) {
        String authority = exchange.authority();
        return authority != null && (anyHost || isOwnName(hostOf(authority)));
    }

    private static boolean isSameOrigin(String origin, String authority) {
        try {
            URI uri = new URI(origin);
            String scheme = uri.getScheme();
            String ownAuthority = uri.getRawAuthority();
            return ("http".equals(scheme) || "https".equals(scheme))
                    && ownAuthority != null
                    && ownAuthority.equalsIgnoreCase(authority);
        } catch (URISyntaxException malformed) {
            return false; // "null", for example
        }
    }

    private static @Nullable String hostOf(String authority) {
        if (authority.startsWith("[")) {
            int end = authority.indexOf(']');
            return end < 0 ? null : authority.substring(1, end);
        }
        int colon = authority.indexOf(':');
        return colon < 0 ? authority : authority.substring(0, colon);
    }

    /// `localhost`, names below it, and addresses: an address cannot be rebound.
    private static boolean isOwnName(@Nullable String host) {
        if (host == null || host.isEmpty()) {
            return false;
        }
        String name = host.toLowerCase(Locale.ROOT);
        return name.equals("localhost")
                || name.endsWith(".localhost")
                || name.indexOf(':') >= 0
                || name.matches("\\d{1,3}(\\.\\d{1,3}){3}");
    }
}
