package io.ipfskit.multiformats;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A self-describing network address: a path of protocols such as `/ip4/127.0.0.1/tcp/5001`.
///
/// [Specification](https://github.com/multiformats/multiaddr). Immutable; the text is kept
/// canonical (IPv6 in the form of RFC 5952), so equal addresses are equal values.
///
/// @param parts the protocols in order, at least one
public record Multiaddr(List<Part> parts) {
    /// The most protocols in one address.
    public static final int MAX_PARTS = 32;

    /// The longest text that [#parse] and [#decode] read.
    public static final int MAX_LENGTH = 2048;

    /// One protocol of an address with its value, which is empty for protocols without one.
    ///
    /// @param protocol the protocol
    /// @param value canonical text of the value
    public record Part(MultiaddrProtocol protocol, String value) {}

    /// Checks the bounds and copies the list.
    public Multiaddr {
        parts = List.copyOf(parts);
        if (parts.isEmpty() || parts.size() > MAX_PARTS) {
            throw new MultiformatException(
                    "a multiaddr has 1 to " + MAX_PARTS + " protocols, got " + parts.size());
        }
    }

    /// `/ip4/…/tcp/port`, `/ip6/…/tcp/port` or, for a host name, `/dns/…/tcp/port`.
    ///
    /// @throws MultiformatException if host or port are not valid
    public static Multiaddr tcp(String host, int port) {
        MultiaddrProtocol network =
                host.indexOf(':') >= 0
                        ? MultiaddrProtocol.IP6
                        : IpText.isIp4(host) ? MultiaddrProtocol.IP4 : MultiaddrProtocol.DNS;
        return new Multiaddr(
                List.of(part(network, host), part(MultiaddrProtocol.TCP, Integer.toString(port))));
    }

    private static Part part(MultiaddrProtocol protocol, String value) {
        return new Part(protocol, protocol.canonical(value));
    }

    /// Reads the text form.
    ///
    /// @throws MultiformatException if it is malformed or names a protocol that is not known here
    public static Multiaddr parse(String text) {
        if (text.length() > MAX_LENGTH) {
            throw new MultiformatException(
                    "a multiaddr has at most " + MAX_LENGTH + " characters, got " + text.length());
        }
        if (!text.startsWith("/")) {
            throw new MultiformatException(
                    "a multiaddr begins with '/', got '"
                            + MultiformatException.excerpt(text)
                            + "'");
        }
        String[] words = text.substring(1).split("/", -1);
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < words.length; i++) {
            MultiaddrProtocol protocol = MultiaddrProtocol.ofName(words[i]);
            if (!protocol.hasValue()) {
                parts.add(new Part(protocol, ""));
            } else if (i + 1 < words.length) {
                parts.add(part(protocol, words[++i]));
            } else {
                throw new MultiformatException(
                        "multiaddr '"
                                + MultiformatException.excerpt(text)
                                + "' ends where the value of "
                                + protocol
                                + " should follow");
            }
        }
        return new Multiaddr(parts);
    }

    /// Decodes the binary form.
    ///
    /// @throws MultiformatException if it is malformed or names a protocol that is not known here
    public static Multiaddr decode(byte[] bytes) {
        if (bytes.length > MAX_LENGTH) {
            throw new MultiformatException(
                    "a multiaddr has at most " + MAX_LENGTH + " bytes, got " + bytes.length);
        }
        ByteBuffer in = ByteBuffer.wrap(bytes);
        List<Part> parts = new ArrayList<>();
        while (in.hasRemaining()) {
            MultiaddrProtocol protocol =
                    MultiaddrProtocol.ofCode(Varint.readInt(in, "multiaddr protocol"));
            parts.add(new Part(protocol, protocol.hasValue() ? protocol.readValue(in) : ""));
        }
        return new Multiaddr(parts);
    }

    /// The binary form as a new array.
    public byte[] bytes() {
        int size = 0;
        List<byte[]> pieces = new ArrayList<>();
        for (Part part : parts) {
            byte[] code = Varint.encode(part.protocol().code());
            byte[] value =
                    part.protocol().hasValue()
                            ? part.protocol().writeValue(part.value())
                            : new byte[0];
            pieces.add(code);
            pieces.add(value);
            size += code.length + value.length;
        }
        ByteBuffer out = ByteBuffer.allocate(size);
        pieces.forEach(out::put);
        return out.array();
    }

    /// The value of the first part with this protocol.
    public Optional<String> value(MultiaddrProtocol protocol) {
        return parts.stream()
                .filter(part -> part.protocol() == protocol)
                .map(Part::value)
                .findFirst();
    }

    /// The IP address or host name to connect to: the value of the first part, if that is one.
    public Optional<String> host() {
        return switch (parts.getFirst().protocol()) {
            case IP4, IP6, DNS, DNS4, DNS6 -> Optional.of(parts.getFirst().value());
            default -> Optional.empty();
        };
    }

    /// The TCP port, if the second part is one.
    public Optional<Integer> tcpPort() {
        return parts.size() > 1 && parts.get(1).protocol() == MultiaddrProtocol.TCP
                ? Optional.of(Integer.parseInt(parts.get(1).value()))
                : Optional.empty();
    }

    /// The text form.
    @Override
    public String toString() {
        StringBuilder out = new StringBuilder();
        for (Part part : parts) {
            out.append('/').append(part.protocol());
            if (part.protocol().hasValue()) {
                out.append('/').append(part.value());
            }
        }
        return out.toString();
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
