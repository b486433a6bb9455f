package io.ipfskit.anyio.net;

import java.security.cert.Certificate;
import java.util.List;

/// A stream under TLS; the contract is that of [ByteStream].
///
/// An end that was not announced by `close_notify` is no end but an [javax.net.ssl.SSLException]:
/// somebody may have cut the content. [#close] announces it where the peer takes the few bytes at
/// once (it waits 100 ms for that at most), [#closeOutput] always.
public interface TlsStream extends ByteStream {
    /// Returns the version, such as `TLSv1.3`.
    String version();

    /// Returns the name of the cipher suite.
    String cipherSuite();

    /// Returns the protocol agreed on by ALPN, empty when none was.
    String protocol();

    /// Returns the name that a client asked for by SNI, as a server sees it; empty when none.
    String requestedHost();

    /// Returns the certificates of the peer, its own first; none when it showed none.
    List<Certificate> peerCertificates();
}
