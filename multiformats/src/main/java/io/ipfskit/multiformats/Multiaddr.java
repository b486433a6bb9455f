package io.ipfskit.multiformats;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/// A self-describing network address: a path of protocols such as `/ip4/127.0.0.1/tcp/5001`.
///
/// [Specification](https://github.com/multiformats/multiaddr). Immutable; the text is kept
/// canonical (IPv6 in the form of RFC 5952, peer ids in base58btc, certificate hashes in
/// base64url), so equal addresses are equal values with one text and one binary form.
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
    public record Part(MultiaddrProtocol protocol, String value) {
        /// Brings the value to its canonical form.
        ///
        /// @throws MultiformatException if it is no value of this protocol
        public Part {
            value = protocol.canonical(value);
        }
    }

    /// Checks the bounds and copies the list.
    ///
    /// @throws MultiformatException if there are no or too many protocols, one follows a path, or
    ///   either form is longer than [#MAX_LENGTH]
    public Multiaddr {
        parts = List.copyOf(parts);
        if (parts.isEmpty() || parts.size() > MAX_PARTS) {
            throw new MultiformatException(
                    "a multiaddr has 1 to " + MAX_PARTS + " protocols, got " + parts.size());
        }
        for (Part part : parts.subList(0, parts.size() - 1)) {
            if (part.protocol().isPath()) {
                throw new MultiformatException(
                        "nothing can follow " + part.protocol() + " in a multiaddr");
            }
        }
        int length = Math.max(text(parts).length(), binary(parts).length);
        if (length > MAX_LENGTH) {
            throw new MultiformatException(
                    "a multiaddr has at most "
                            + MAX_LENGTH
                            + " characters or bytes, got "
                            + length);
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
                List.of(
                        new Part(network, host),
                        new Part(MultiaddrProtocol.TCP, Integer.toString(port))));
    }

    /// Reads the text form.
    ///
    /// @throws MultiformatException if it is malformed or names a protocol that is not known here
    public static Multiaddr parse(String text) {
        if (text.length() > MAX_LENGTH) {
            throw MultiformatException.atCharacter(
                    MAX_LENGTH,
                    "a multiaddr has at most " + MAX_LENGTH + " characters, got " + text.length());
        }
        if (!text.startsWith("/")) {
            throw MultiformatException.atCharacter(
                    0,
                    "a multiaddr begins with '/', got '"
                            + MultiformatException.excerpt(text)
                            + "'");
        }
        List<Part> parts = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            int end = wordEnd(text, at + 1);
            Part part = read(text, at + 1, end);
            parts.add(part);
            at =
                    !part.protocol().hasValue()
                            ? end
                            : part.protocol().isPath() ? text.length() : wordEnd(text, end + 1);
        }
        return new Multiaddr(parts);
    }

    private static int wordEnd(String text, int from) {
        int slash = text.indexOf('/', from);
        return slash < 0 ? text.length() : slash;
    }

    /// The part whose name stands between two offsets.
    private static Part read(String text, int from, int end) {
        MultiaddrProtocol protocol;
        try {
            protocol = MultiaddrProtocol.ofName(text.substring(from, end));
        } catch (MultiformatException e) {
            throw e.partAtCharacter(from);
        }
        if (!protocol.hasValue()) {
            return new Part(protocol, "");
        }
        if (end == text.length()) {
            throw MultiformatException.atCharacter(
                    end, "a multiaddr ends where the value of " + protocol + " should follow");
        }
        try {
            return new Part(
                    protocol,
                    protocol.isPath()
                            ? text.substring(end)
                            : text.substring(end + 1, wordEnd(text, end + 1)));
        } catch (MultiformatException e) {
            throw e.partAtCharacter(end + 1);
        }
    }

    /// Decodes the binary form.
    ///
    /// @throws MultiformatException if it is malformed or names a protocol that is not known here
    public static Multiaddr decode(byte[] bytes) {
        if (bytes.length > MAX_LENGTH) {
            throw MultiformatException.atByte(
                    MAX_LENGTH,
                    "a multiaddr has at most " + MAX_LENGTH + " bytes, got " + bytes.length);
        }
        ByteBuffer in = ByteBuffer.wrap(bytes);
        List<Part> parts = new ArrayList<>();
        while (in.hasRemaining()) {
            int start = in.position();
            try {
                MultiaddrProtocol protocol =
                        MultiaddrProtocol.ofCode(Varint.readInt(in, "multiaddr protocol"));
                parts.add(new Part(protocol, protocol.hasValue() ? protocol.readValue(in) : ""));
            } catch (MultiformatException e) {
                throw e.partAtByte(start);
            }
        }
        return new Multiaddr(parts);
    }

    /// The binary form as a new array.
    public byte[] bytes() {
        return binary(parts);
    }

    private static byte[] binary(List<Part> parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Part part : parts) {
            out.writeBytes(Varint.encode(part.protocol().code()));
            if (part.protocol().hasValue()) {
                out.writeBytes(part.protocol().writeValue(part.value()));
            }
        }
        return out.toByteArray();
    }

    /// This address with another inside it: the parts of both.
    ///
    /// @throws MultiformatException if that is too long, or this one ends in a path
    public Multiaddr encapsulate(Multiaddr inner) {
        List<Part> both = new ArrayList<>(parts);
        both.addAll(inner.parts);
        return new Multiaddr(both);
    }

    /// What stands before the last occurrence of `inner`; this address if it does not occur, empty
    /// if nothing stands before it.
    public Optional<Multiaddr> decapsulate(Multiaddr inner) {
        int at = Collections.lastIndexOfSubList(parts, inner.parts);
        return at < 0 ? Optional.of(this) : before(at);
    }

    /// What stands before the last part with this protocol; this address if there is none, empty if
    /// nothing stands before it.
    public Optional<Multiaddr> decapsulate(MultiaddrProtocol protocol) {
        for (int i = parts.size() - 1; i >= 0; i--) {
            if (parts.get(i).protocol() == protocol) {
                return before(i);
            }
        }
        return Optional.of(this);
    }

    private Optional<Multiaddr> before(int end) {
        return end == 0 ? Optional.empty() : Optional.of(new Multiaddr(parts.subList(0, end)));
    }

    /// The peer that the whole address leads to: the last peer id, unless a relayed connection
    /// follows it.
    public Optional<PeerId> peerId() {
        for (Part part : parts.reversed()) {
            if (part.protocol() == MultiaddrProtocol.P2P_CIRCUIT) {
                return Optional.empty();
            }
            if (part.protocol() == MultiaddrProtocol.P2P) {
                return Optional.of(PeerId.parse(part.value()));
            }
        }
        return Optional.empty();
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
        return text(parts);
    }

    private static String text(List<Part> parts) {
        StringBuilder out = new StringBuilder();
        for (Part part : parts) {
            out.append('/').append(part.protocol());
            if (part.protocol().isPath()) {
                // its own slash is part of the value
                out.append(part.value());
            } else if (part.protocol().hasValue()) {
                out.append('/').append(part.value());
            }
        }
        return out.toString();
    }
}
