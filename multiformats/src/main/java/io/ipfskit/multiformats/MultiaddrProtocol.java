package io.ipfskit.multiformats;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// The protocols of a [Multiaddr] that are known here.
public enum MultiaddrProtocol {
    /// An IPv4 address.
    IP4("ip4", 4, Kind.IP4),
    /// A TCP port.
    TCP("tcp", 6, Kind.PORT),
    /// An IPv6 address.
    IP6("ip6", 41, Kind.IP6),
    /// A host name, resolved to either family.
    DNS("dns", 53, Kind.NAME),
    /// A host name, resolved to IPv4.
    DNS4("dns4", 54, Kind.NAME),
    /// A host name, resolved to IPv6.
    DNS6("dns6", 55, Kind.NAME),
    /// A host name whose TXT records hold multiaddrs.
    DNSADDR("dnsaddr", 56, Kind.NAME),
    /// A UDP port.
    UDP("udp", 273, Kind.PORT),
    /// A relayed connection.
    P2P_CIRCUIT("p2p-circuit", 290, Kind.NONE),
    /// A peer id.
    P2P("p2p", 421, Kind.PEER),
    /// Transport layer security.
    TLS("tls", 448, Kind.NONE),
    /// QUIC version 1.
    QUIC_V1("quic-v1", 461, Kind.NONE),
    /// WebTransport.
    WEBTRANSPORT("webtransport", 465, Kind.NONE),
    /// WebSocket.
    WS("ws", 477, Kind.NONE),
    /// WebSocket over TLS.
    WSS("wss", 478, Kind.NONE),
    /// HTTP.
    HTTP("http", 480, Kind.NONE),
    /// HTTP over TLS.
    HTTPS("https", 443, Kind.NONE);

    private enum Kind {
        NONE,
        IP4,
        IP6,
        PORT,
        NAME,
        PEER
    }

    private static final int MAX_NAME = 255;

    private final String text;
    private final int code;
    private final Kind kind;

    MultiaddrProtocol(String text, int code, Kind kind) {
        this.text = text;
        this.code = code;
        this.kind = kind;
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
        return kind != Kind.NONE;
    }

    /// The name in the text form.
    @Override
    public String toString() {
        return text;
    }

    String canonical(String value) {
        return readValue(ByteBuffer.wrap(writeValue(value)));
    }

    byte[] writeValue(String value) {
        return switch (kind) {
            case NONE -> new byte[0];
            case IP4 -> IpText.parseIp4(value);
            case IP6 -> IpText.parseIp6(value);
            case PORT -> port(value);
            case NAME -> prefixed(name(value));
            case PEER -> prefixed(PeerId.parse(value).multihash().bytes());
        };
    }

    String readValue(ByteBuffer in) {
        return switch (kind) {
            case NONE -> "";
            case IP4 -> IpText.formatIp4(take(in, 4));
            case IP6 -> IpText.formatIp6(take(in, 16));
            case PORT -> Integer.toString(ByteBuffer.wrap(take(in, 2)).getShort() & 0xffff);
            case NAME -> name(in);
            case PEER ->
                    new PeerId(Multihash.decode(take(in, Varint.readInt(in, "length")))).toString();
        };
    }

    private byte[] take(ByteBuffer in, int length) {
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
        byte[] out = new byte[length];
        in.get(out);
        return out;
    }

    private static byte[] port(String value) {
        boolean digits =
                !value.isEmpty()
                        && value.length() <= 5
                        && value.chars().allMatch(c -> c >= '0' && c <= '9');
        int port = digits ? Integer.parseInt(value) : -1;
        if (port < 0 || port > 65535) {
            throw new MultiformatException(
                    "a port is 0 to 65535, got '" + MultiformatException.excerpt(value) + "'");
        }
        return new byte[] {(byte) (port >>> 8), (byte) port};
    }

    private String name(ByteBuffer in) {
        byte[] bytes = take(in, Varint.readInt(in, "length"));
        try {
            String value =
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            name(value);
            return value;
        } catch (CharacterCodingException e) {
            throw new MultiformatException("the value of " + text + " is not UTF-8", e);
        }
    }

    private byte[] name(String value) {
        byte[] bytes = Multiaddr.utf8(value);
        boolean plain = value.chars().noneMatch(c -> c == '/' || Character.isISOControl(c));
        if (bytes.length == 0 || bytes.length > MAX_NAME || !plain) {
            throw new MultiformatException(
                    "the value of "
                            + text
                            + " is a host name of 1 to "
                            + MAX_NAME
                            + " bytes, got '"
                            + MultiformatException.excerpt(value)
                            + "'");
        }
        return bytes;
    }

    private static byte[] prefixed(byte[] value) {
        return Ed25519PublicKey.concat(Varint.encode(value.length), value);
    }
}
