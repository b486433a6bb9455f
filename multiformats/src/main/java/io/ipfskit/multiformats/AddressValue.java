package io.ipfskit.multiformats;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// The kinds of value in a [Multiaddr], each with its text and its bytes. Both directions are
/// strict: bytes have one text, and text that says the same is brought to it.
enum AddressValue {
    NONE(0),
    IP4(4) {
        @Override
        byte[] bytes(String text) {
            return IpText.parseIp4(text);
        }

        @Override
        String text(byte[] bytes) {
            return IpText.formatIp4(bytes);
        }
    },
    IP6(16) {
        @Override
        byte[] bytes(String text) {
            return IpText.parseIp6(text);
        }

        @Override
        String text(byte[] bytes) {
            return IpText.formatIp6(bytes);
        }
    },
    /// The length of a network's prefix, in bits.
    MASK(1) {
        @Override
        byte[] bytes(String text) {
            return new byte[] {(byte) number(text, 0, 128, "an address mask")};
        }

        @Override
        String text(byte[] bytes) {
            String text = Integer.toString(bytes[0] & 0xff);
            bytes(text);
            return text;
        }
    },
    PORT(2) {
        @Override
        byte[] bytes(String text) {
            return port(text, 0);
        }

        @Override
        String text(byte[] bytes) {
            return Integer.toString(ByteBuffer.wrap(bytes).getShort() & 0xffff);
        }
    },
    /// A name without a slash, at most 255 bytes of UTF-8: hosts, zones, names in memory.
    NAME(-1) {
        @Override
        byte[] bytes(String text) {
            byte[] bytes = utf8(text);
            boolean plain = text.chars().noneMatch(c -> c == '/' || Character.isISOControl(c));
            if (bytes.length == 0 || bytes.length > MAX_NAME || !plain) {
                throw new MultiformatException(
                        "a name has 1 to "
                                + MAX_NAME
                                + " bytes and no slash, got '"
                                + MultiformatException.excerpt(text)
                                + "'");
            }
            return bytes;
        }

        @Override
        String text(byte[] bytes) {
            String text = utf8(bytes);
            bytes(text);
            return text;
        }
    },
    /// A path of the file system: all that follows, with its leading slash.
    PATH(-1) {
        @Override
        byte[] bytes(String text) {
            if (!text.startsWith("/") || text.chars().anyMatch(Character::isISOControl)) {
                throw new MultiformatException(
                        "a path begins with a slash and has no control characters, got '"
                                + MultiformatException.excerpt(text)
                                + "'");
            }
            return utf8(text);
        }

        @Override
        String text(byte[] bytes) {
            String text = utf8(bytes);
            bytes(text);
            return text;
        }
    },
    /// The path of an HTTP resource, percent-encoded in the text (RFC 3986), raw in the bytes.
    HTTP_PATH(-1) {
        @Override
        byte[] bytes(String text) {
            return PercentText.decode(text);
        }

        @Override
        String text(byte[] bytes) {
            return PercentText.encode(bytes);
        }
    },
    PEER(-1) {
        @Override
        byte[] bytes(String text) {
            return PeerId.parse(text).multihash().bytes();
        }

        @Override
        String text(byte[] bytes) {
            return new PeerId(Multihash.decode(bytes)).toString();
        }
    },
    /// The hash of a certificate, in multibase.
    CERTIFICATE(-1) {
        @Override
        byte[] bytes(String text) {
            return Multihash.decode(Multibase.decode(text)).bytes();
        }

        @Override
        String text(byte[] bytes) {
            return Multibase.BASE64_URL.encode(Multihash.decode(bytes).bytes());
        }
    },
    /// A Tor service of version 2: 80 bits and a port.
    ONION(12) {
        @Override
        byte[] bytes(String text) {
            return onion(text, 10);
        }

        @Override
        String text(byte[] bytes) {
            return onion(bytes);
        }
    },
    /// A Tor service of version 3: 35 bytes and a port.
    ONION3(37) {
        @Override
        byte[] bytes(String text) {
            return onion(text, 35);
        }

        @Override
        String text(byte[] bytes) {
            return onion(bytes);
        }
    },
    /// An I2P destination: a public key with its certificate, at least 386 bytes, in I2P's base64.
    GARLIC64(-1) {
        @Override
        byte[] bytes(String text) {
            return destination(I2P.decode(text));
        }

        @Override
        String text(byte[] bytes) {
            return I2P.encode(destination(bytes));
        }

        private static byte[] destination(byte[] bytes) {
            if (bytes.length < 386) {
                throw new MultiformatException(
                        "an I2P destination has at least 386 bytes, got " + bytes.length);
            }
            return bytes;
        }
    },
    /// An I2P address: a hash of 32 bytes, or an encrypted one of at least 35.
    GARLIC32(-1) {
        @Override
        byte[] bytes(String text) {
            return address(Multibase.BASE32.decodeRaw(text));
        }

        @Override
        String text(byte[] bytes) {
            return Multibase.BASE32.encodeRaw(address(bytes));
        }

        private static byte[] address(byte[] bytes) {
            if (bytes.length != 32 && bytes.length < 35) {
                throw new MultiformatException(
                        "an I2P address has 32 or at least 35 bytes, got " + bytes.length);
            }
            return bytes;
        }
    };

    private static final int MAX_NAME = 255;

    private static final BitBase I2P =
            new BitBase(
                    new Alphabet(
                            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-~"),
                    6,
                    true);

    private final int size;

    AddressValue(int size) {
        this.size = size;
    }

    /// The bytes of each value, -1 if a varint in front says how many.
    int size() {
        return size;
    }

    byte[] bytes(String text) {
        return new byte[0];
    }

    String text(byte[] bytes) {
        return "";
    }

    private static byte[] utf8(String text) {
        try {
            ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            byte[] bytes = new byte[encoded.remaining()];
            encoded.get(bytes);
            return bytes;
        } catch (CharacterCodingException e) {
            throw new MultiformatException("the value has half a surrogate pair", e);
        }
    }

    private static String utf8(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new MultiformatException("the value is not UTF-8", e);
        }
    }

    private static int number(String text, int least, int most, String what) {
        boolean digits =
                !text.isEmpty()
                        && text.length() <= 5
                        && text.chars().allMatch(c -> c >= '0' && c <= '9');
        int value = digits ? Integer.parseInt(text) : -1;
        if (value < least || value > most) {
            throw new MultiformatException(
                    what
                            + " is "
                            + least
                            + " to "
                            + most
                            + ", got '"
                            + MultiformatException.excerpt(text)
                            + "'");
        }
        return value;
    }

    private static byte[] port(String text, int least) {
        int port = number(text, least, 65535, "a port");
        return new byte[] {(byte) (port >>> 8), (byte) port};
    }

    private static byte[] onion(String text, int length) {
        int colon = text.lastIndexOf(':');
        if (colon < 0) {
            throw new MultiformatException(
                    "an onion address is 'host:port', got '"
                            + MultiformatException.excerpt(text)
                            + "'");
        }
        byte[] host = Multibase.BASE32.decodeRaw(text.substring(0, colon).toLowerCase(Locale.ROOT));
        if (host.length != length) {
            throw new MultiformatException(
                    "the host of this onion address has " + length + " bytes, got " + host.length);
        }
        return Ed25519PublicKey.concat(host, port(text.substring(colon + 1), 1));
    }

    private static String onion(byte[] bytes) {
        int host = bytes.length - 2;
        String port = PORT.text(new byte[] {bytes[host], bytes[host + 1]});
        port(port, 1);
        return Multibase.BASE32.encodeRaw(java.util.Arrays.copyOf(bytes, host)) + ":" + port;
    }
}
