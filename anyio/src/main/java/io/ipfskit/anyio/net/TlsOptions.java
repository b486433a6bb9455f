package io.ipfskit.anyio.net;

import java.util.List;

import javax.net.ssl.SSLContext;

/// How TLS is spoken on a stream.
///
/// @param context the keys and what is trusted
/// @param host whom a client wants to reach: sent as SNI (RFC 6066, section 3) unless it is an
///   address, and looked for in the certificate; empty on a server
/// @param isHostVerified whether a client refuses a certificate that does not name the host (RFC
///   9525)
/// @param protocols what to offer, or to choose from, by ALPN (RFC 7301), best first; none for no
///   ALPN
/// @param clientAuthentication whether a server asks the client for a certificate
public record TlsOptions(
        SSLContext context,
        String host,
        boolean isHostVerified,
        List<String> protocols,
        ClientAuthentication clientAuthentication) {
    /// Whether a client shows a certificate.
    public enum ClientAuthentication {
        /// It is not asked.
        NONE,
        /// It is asked, and may have none.
        WANTED,
        /// Without one the handshake fails.
        NEEDED
    }

    /// Copies the list.
    public TlsOptions {
        protocols = List.copyOf(protocols);
        if (isHostVerified && host.isEmpty()) {
            throw new IllegalArgumentException("there is no host to verify");
        }
    }

    /// Returns options of a client that reaches `host` and no other.
    public static TlsOptions client(SSLContext context, String host) {
        return new TlsOptions(context, host, true, List.of(), ClientAuthentication.NONE);
    }

    /// Returns options of a server.
    public static TlsOptions server(SSLContext context) {
        return new TlsOptions(context, "", false, List.of(), ClientAuthentication.NONE);
    }

    /// Returns these options with protocols for ALPN.
    public TlsOptions withProtocols(String... offered) {
        return new TlsOptions(
                context, host, isHostVerified, List.of(offered), clientAuthentication);
    }

    /// Returns these options with a question to the client.
    public TlsOptions withClientAuthentication(ClientAuthentication asked) {
        return new TlsOptions(context, host, isHostVerified, protocols, asked);
    }

    /// Returns these options for a peer known by other means than the name in its certificate.
    public TlsOptions withoutHostVerification() {
        return new TlsOptions(context, host, false, protocols, clientAuthentication);
    }
}
