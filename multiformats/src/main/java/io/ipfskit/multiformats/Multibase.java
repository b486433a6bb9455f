package io.ipfskit.multiformats;

/// Binary as text with a one-character prefix that names the alphabet.
///
/// [Specification](https://github.com/multiformats/multibase). Decoding is strict: characters
/// outside the alphabet, non-zero padding bits and wrong padding are refused. The single-case
/// alphabets (base16, base32, base36) accept either case under their lower-case prefix, as other
/// nodes do; mixed case is accepted too, since the value is the same.
public enum Multibase {
    /// Bits.
    BASE2('0', "01", 1, false),
    /// Octal.
    BASE8('7', "01234567", 3, false),
    /// Decimal.
    BASE10('9', "0123456789", 0, false),
    /// Hexadecimal.
    BASE16('f', "0123456789abcdef", 4, false),
    /// Hexadecimal, upper case.
    BASE16_UPPER('F', "0123456789ABCDEF", 4, false),
    /// RFC 4648 base32 without padding: the text form of CIDv1.
    BASE32('b', "abcdefghijklmnopqrstuvwxyz234567", 5, false),
    /// RFC 4648 base32, upper case.
    BASE32_UPPER('B', "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 5, false),
    /// RFC 4648 base32 with padding.
    BASE32_PAD('c', "abcdefghijklmnopqrstuvwxyz234567", 5, true),
    /// RFC 4648 base32 with padding, upper case.
    BASE32_PAD_UPPER('C', "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 5, true),
    /// RFC 4648 extended hex.
    BASE32_HEX('v', "0123456789abcdefghijklmnopqrstuv", 5, false),
    /// RFC 4648 extended hex, upper case.
    BASE32_HEX_UPPER('V', "0123456789ABCDEFGHIJKLMNOPQRSTUV", 5, false),
    /// RFC 4648 extended hex with padding.
    BASE32_HEX_PAD('t', "0123456789abcdefghijklmnopqrstuv", 5, true),
    /// RFC 4648 extended hex with padding, upper case.
    BASE32_HEX_PAD_UPPER('T', "0123456789ABCDEFGHIJKLMNOPQRSTUV", 5, true),
    /// z-base-32.
    BASE32_Z('h', "ybndrfg8ejkmcpqxot1uwisza345h769", 5, false),
    /// Base36: the text form of IPNS names in host names.
    BASE36('k', "0123456789abcdefghijklmnopqrstuvwxyz", 0, false),
    /// Base36, upper case.
    BASE36_UPPER('K', "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", 0, false),
    /// Base58 of Bitcoin: the text form of CIDv0 and of peer ids, there without a prefix.
    BASE58BTC('z', "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz", 0, false),
    /// Base58 of Flickr.
    BASE58_FLICKR('Z', "123456789abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ", 0, false),
    /// RFC 4648 base64 without padding.
    BASE64('m', "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/", 6, false),
    /// RFC 4648 base64 with padding.
    BASE64_PAD('M', "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/", 6, true),
    /// RFC 4648 base64url without padding.
    BASE64_URL('u', "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_", 6, false),
    /// RFC 4648 base64url with padding.
    BASE64_URL_PAD(
            'U', "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_", 6, true);

    /// The longest text that [#decode] and [#decodeRaw] accept; the big-number bases take quadratic
    /// time.
    public static final int MAX_TEXT = 4096;

    private final char prefix;

    // Neither is changed after construction, nor handed out.
    @SuppressWarnings("ImmutableEnumChecker")
    private final char[] alphabet;

    @SuppressWarnings("ImmutableEnumChecker")
    private final byte[] values = new byte[128];

    private final int bits;
    private final boolean padded;

    Multibase(char prefix, String alphabet, int bits, boolean padded) {
        this.prefix = prefix;
        this.alphabet = alphabet.toCharArray();
        this.bits = bits;
        this.padded = padded;
        java.util.Arrays.fill(values, (byte) -1);
        boolean oneCase =
                alphabet.toLowerCase(java.util.Locale.ROOT).equals(alphabet)
                        || alphabet.toUpperCase(java.util.Locale.ROOT).equals(alphabet);
        for (int i = 0; i < this.alphabet.length; i++) {
            char c = this.alphabet[i];
            values[c] = (byte) i;
            if (oneCase) {
                values[Character.toLowerCase(c)] = (byte) i;
                values[Character.toUpperCase(c)] = (byte) i;
            }
        }
    }

    /// The character in front of the text.
    public char prefix() {
        return prefix;
    }

    /// The alphabet of this prefix.
    ///
    /// @throws MultiformatException if the prefix is not one of this list
    public static Multibase ofPrefix(char prefix) {
        for (Multibase base : values()) {
            if (base.prefix == prefix) {
                return base;
            }
        }
        throw new MultiformatException(
                "unknown multibase prefix '"
                        + MultiformatException.excerpt(String.valueOf(prefix))
                        + "'");
    }

    /// Text with prefix to bytes.
    ///
    /// @throws MultiformatException if the text is empty, too long, of an unknown base or not
    ///   canonical
    public static byte[] decode(String text) {
        if (text.isEmpty()) {
            throw new MultiformatException("multibase text is empty");
        }
        return ofPrefix(text.charAt(0)).decodeRaw(text.substring(1));
    }

    /// Bytes to text with prefix.
    public String encode(byte[] bytes) {
        return prefix + encodeRaw(bytes);
    }

    /// Bytes to text without prefix.
    public String encodeRaw(byte[] bytes) {
        return bits == 0 ? BaseX.encode(bytes, alphabet) : encodeBits(bytes);
    }

    /// Text without prefix to bytes.
    ///
    /// @throws MultiformatException if the text is too long or not canonical
    public byte[] decodeRaw(String text) {
        if (text.length() > MAX_TEXT) {
            throw new MultiformatException(
                    "multibase text must have at most "
                            + MAX_TEXT
                            + " characters, had "
                            + text.length());
        }
        return bits == 0 ? BaseX.decode(text, alphabet.length, this) : decodeBits(text);
    }

    private String encodeBits(byte[] bytes) {
        StringBuilder out = new StringBuilder((bytes.length * 8 + bits - 1) / bits + 8);
        int buffer = 0;
        int have = 0;
        for (byte b : bytes) {
            buffer = (buffer << 8) | (b & 0xff);
            have += 8;
            while (have >= bits) {
                have -= bits;
                out.append(alphabet[(buffer >>> have) & (alphabet.length - 1)]);
            }
            buffer &= (1 << have) - 1;
        }
        if (have > 0) {
            out.append(alphabet[(buffer << (bits - have)) & (alphabet.length - 1)]);
        }
        if (padded) {
            while (out.length() % group() != 0) {
                out.append('=');
            }
        }
        return out.toString();
    }

    private int group() {
        return bits == 5 ? 8 : 4;
    }

    private byte[] decodeBits(String text) {
        int end = text.length();
        if (padded) {
            if (end % group() != 0) {
                throw new MultiformatException(
                        "padded "
                                + this
                                + " text must have a multiple of "
                                + group()
                                + " characters, had "
                                + end);
            }
            int least = Math.max(0, end - group() + 1);
            while (end > least && text.charAt(end - 1) == '=') {
                end--;
            }
        }
        byte[] out = new byte[end * bits / 8];
        int buffer = 0;
        int have = 0;
        int at = 0;
        for (int i = 0; i < end; i++) {
            buffer = (buffer << bits) | value(text.charAt(i), i);
            have += bits;
            if (have >= 8) {
                have -= 8;
                out[at++] = (byte) (buffer >>> have);
                buffer &= (1 << have) - 1;
            }
        }
        if (have >= bits) {
            throw new MultiformatException(
                    this + " text has a length that no bytes encode to: " + end);
        }
        if (buffer != 0) {
            throw new MultiformatException(this + " text ends in non-zero unused bits");
        }
        if (padded && (out.length * 8 + bits - 1) / bits + padding(out.length) != text.length()) {
            throw new MultiformatException(this + " text has wrong padding");
        }
        return out;
    }

    private int padding(int bytes) {
        int characters = (bytes * 8 + bits - 1) / bits;
        return (group() - characters % group()) % group();
    }

    int value(char c, int at) {
        int value = c < 128 ? values[c] : -1;
        if (value < 0) {
            throw new MultiformatException(
                    "character '"
                            + MultiformatException.excerpt(String.valueOf(c))
                            + "' at "
                            + at
                            + " is not in the alphabet of "
                            + this);
        }
        return value;
    }
}
