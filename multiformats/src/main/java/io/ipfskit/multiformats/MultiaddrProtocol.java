package io.ipfskit.multiformats;

import java.nio.ByteBuffer;

/// The protocols of a [Multiaddr]: all of [the public
/// table](https://github.com/multiformats/multiaddr/blob/master/protocols.csv), and `plaintextv2`
/// of the multicodec table.
public enum MultiaddrProtocol {
    /// An IPv4 address.
    IP4("ip4", 4, AddressValue.IP4),
    /// A TCP port.
    TCP("tcp", 6, AddressValue.PORT),
    /// A DCCP port.
    DCCP("dccp", 33, AddressValue.PORT),
    /// An IPv6 address.
    IP6("ip6", 41, AddressValue.IP6),
    /// The zone of the IPv6 address that follows (RFC 4007).
    IP6ZONE("ip6zone", 42, AddressValue.NAME),
    /// The mask of the address before it: a network.
    IPCIDR("ipcidr", 43, AddressValue.MASK),
    /// A host name, resolved to either family.
    DNS("dns", 53, AddressValue.NAME),
    /// A host name, resolved to IPv4.
    DNS4("dns4", 54, AddressValue.NAME),
    /// A host name, resolved to IPv6.
    DNS6("dns6", 55, AddressValue.NAME),
    /// A host name whose TXT records hold multiaddrs.
    DNSADDR("dnsaddr", 56, AddressValue.NAME),
    /// An SCTP port.
    SCTP("sctp", 132, AddressValue.PORT),
    /// A UDP port.
    UDP("udp", 273, AddressValue.PORT),
    /// Signalling of browsers by a star server; deprecated.
    P2P_WEBRTC_STAR("p2p-webrtc-star", 275, AddressValue.NONE),
    /// The first direct WebRTC transport; deprecated.
    P2P_WEBRTC_DIRECT("p2p-webrtc-direct", 276, AddressValue.NONE),
    /// Relaying by a star server; deprecated.
    P2P_STARDUST("p2p-stardust", 277, AddressValue.NONE),
    /// WebRTC to a listener whose certificate is known.
    WEBRTC_DIRECT("webrtc-direct", 280, AddressValue.NONE),
    /// WebRTC between browsers, signalled over a relay.
    WEBRTC("webrtc", 281, AddressValue.NONE),
    /// A relayed connection.
    P2P_CIRCUIT("p2p-circuit", 290, AddressValue.NONE),
    /// UDT over the UDP port before it.
    UDT("udt", 301, AddressValue.NONE),
    /// The micro transport protocol over the UDP port before it.
    UTP("utp", 302, AddressValue.NONE),
    /// A socket in the file system; ends the address.
    UNIX("unix", 400, AddressValue.PATH),
    /// A peer id.
    P2P("p2p", 421, AddressValue.PEER),
    /// HTTP over TLS; the old form of `/tls/http`.
    HTTPS("https", 443, AddressValue.NONE),
    /// A Tor service of version 2.
    ONION("onion", 444, AddressValue.ONION),
    /// A Tor service of version 3.
    ONION3("onion3", 445, AddressValue.ONION3),
    /// An I2P destination.
    GARLIC64("garlic64", 446, AddressValue.GARLIC64),
    /// An I2P address.
    GARLIC32("garlic32", 447, AddressValue.GARLIC32),
    /// Transport layer security.
    TLS("tls", 448, AddressValue.NONE),
    /// The server name that TLS is to ask for (RFC 6066 section 3).
    SNI("sni", 449, AddressValue.NAME),
    /// The Noise handshake.
    NOISE("noise", 454, AddressValue.NONE),
    /// QUIC, draft 29.
    QUIC("quic", 460, AddressValue.NONE),
    /// QUIC version 1.
    QUIC_V1("quic-v1", 461, AddressValue.NONE),
    /// WebTransport.
    WEBTRANSPORT("webtransport", 465, AddressValue.NONE),
    /// The hash of the certificate that the listener shows.
    CERTHASH("certhash", 466, AddressValue.CERTIFICATE),
    /// WebSocket.
    WS("ws", 477, AddressValue.NONE),
    /// WebSocket over TLS; the old form of `/tls/ws`.
    WSS("wss", 478, AddressValue.NONE),
    /// Relaying over WebSockets by a star server; deprecated.
    P2P_WEBSOCKET_STAR("p2p-websocket-star", 479, AddressValue.NONE),
    /// HTTP.
    HTTP("http", 480, AddressValue.NONE),
    /// The path of an HTTP resource, percent-encoded.
    HTTP_PATH("http-path", 481, AddressValue.HTTP_PATH),
    /// A listener in this process, for tests.
    MEMORY("memory", 777, AddressValue.NAME),
    /// No encryption, with the exchange of keys; for tests.
    PLAINTEXTV2("plaintextv2", 7367777, AddressValue.NONE);

    private final String text;
    private final int code;
    private final AddressValue value;

    MultiaddrProtocol(String text, int code, AddressValue value) {
        this.text = text;
        this.code = code;
        this.value = value;
    }

    /// The protocol of this name; `ipfs` is the old name of `p2p`.
    ///
    /// @throws MultiformatException if it is not known
    public static MultiaddrProtocol ofName(String name) {
        for (MultiaddrProtocol protocol : values()) {
            if (protocol.text.equals(name)) {
                return protocol;
            }
        }
        if (name.equals("ipfs")) {
            return P2P;
        }
        throw new MultiformatException(
                "unknown multiaddr protocol '" + MultiformatException.excerpt(name) + "'");
    }

    /// The protocol of this code.
    ///
    /// @throws MultiformatException if it is not known
    public static MultiaddrProtocol ofCode(int code) {
        for (MultiaddrProtocol protocol : values()) {
            if (protocol.code == code) {
                return protocol;
            }
        }
        throw new MultiformatException("unknown multiaddr protocol code " + code);
    }

    /// The code of the multicodec table.
    public int code() {
        return code;
    }

    /// Whether a value follows the name.
    public boolean hasValue() {
        return value != AddressValue.NONE;
    }

    /// Whether the value is all of the text that follows, slashes included.
    public boolean isPath() {
        return value == AddressValue.PATH;
    }

    /// The length of the value in bytes, -1 if a varint in front of it says how long it is.
    public int valueSize() {
        return value.size();
    }

    /// The name in the text form.
    @Override
    public String toString() {
        return text;
    }

    String canonical(String given) {
        if (!hasValue() && !given.isEmpty()) {
            throw new MultiformatException(
                    text + " has no value, got '" + MultiformatException.excerpt(given) + "'");
        }
        return hasValue() ? value.text(valueBytes(given)) : "";
    }

    private byte[] valueBytes(String given) {
        try {
            return value.bytes(given);
        } catch (MultiformatException e) {
            throw e.of("the value of " + text);
        }
    }

    byte[] writeValue(String given) {
        byte[] bytes = valueBytes(given);
        return value.size() >= 0
                ? bytes
                : Ed25519PublicKey.concat(Varint.encode(bytes.length), bytes);
    }

    String readValue(ByteBuffer in) {
        int length = value.size() >= 0 ? value.size() : Varint.readInt(in, "length");
        if (in.remaining() < length) {
            throw new MultiformatException(
                    "the value of "
                            + text
                            + " needs "
                            + length
                            + " bytes, only "
                            + in.remaining()
                            + " follow");
        }
        byte[] bytes = new byte[length];
        in.get(bytes);
        try {
            return value.text(bytes);
        } catch (MultiformatException e) {
            throw e.of("the value of " + text);
        }
    }
}
