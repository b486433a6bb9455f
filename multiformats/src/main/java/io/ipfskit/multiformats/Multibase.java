package io.ipfskit.multiformats;

/// Binary as text with a one-character prefix that names the alphabet.
///
/// [Specification](https://github.com/multiformats/multibase). Decoding is strict: characters
/// outside the alphabet, non-zero padding bits and wrong padding are refused, with the offset. The
/// single-case alphabets (base16, base32, base36) are read in either case under either prefix,
/// mixed too, as other nodes do, since the value is the same; all others in their own case only.
///
/// All of the registered set that has a defined encoding is here, except proquint, which has none
/// for an odd number of bytes. Text and input are bounded: by [#MAX_TEXT], and for base10, base36
/// and base58, whose time is quadratic, by [#MAX_NUMBER_TEXT] and [#MAX_NUMBER_BYTES].
public enum Multibase {
    /// The bytes themselves, one character from U+0000 to U+00FF for each.
    IDENTITY("\0", "identity", new IdentityBase()),
    /// Bits.
    BASE2("0", "base2", new BitBase(new Alphabet("01"), 1, false)),
    /// Octal.
    BASE8("7", "base8", new BitBase(new Alphabet("01234567"), 3, false)),
    /// Decimal.
    BASE10("9", "base10", new NumberBase(new Alphabet("0123456789"))),
    /// Hexadecimal.
    BASE16("f", "base16", new BitBase(new Alphabet("0123456789abcdef"), 4, false)),
    /// Hexadecimal, upper case.
    BASE16_UPPER("F", "base16upper", new BitBase(new Alphabet("0123456789ABCDEF"), 4, false)),
    /// RFC 4648 base32 without padding: the text form of CIDv1.
    BASE32("b", "base32", new BitBase(new Alphabet("abcdefghijklmnopqrstuvwxyz234567"), 5, false)),
    /// RFC 4648 base32, upper case.
    BASE32_UPPER(
            "B",
            "base32upper",
            new BitBase(new Alphabet("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"), 5, false)),
    /// RFC 4648 base32 with padding.
    BASE32_PAD(
            "c",
            "base32pad",
            new BitBase(new Alphabet("abcdefghijklmnopqrstuvwxyz234567"), 5, true)),
    /// RFC 4648 base32 with padding, upper case.
    BASE32_PAD_UPPER(
            "C",
            "base32padupper",
            new BitBase(new Alphabet("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"), 5, true)),
    /// RFC 4648 extended hex.
    BASE32_HEX(
            "v",
            "base32hex",
            new BitBase(new Alphabet("0123456789abcdefghijklmnopqrstuv"), 5, false)),
    /// RFC 4648 extended hex, upper case.
    BASE32_HEX_UPPER(
            "V",
            "base32hexupper",
            new BitBase(new Alphabet("0123456789ABCDEFGHIJKLMNOPQRSTUV"), 5, false)),
    /// RFC 4648 extended hex with padding.
    BASE32_HEX_PAD(
            "t",
            "base32hexpad",
            new BitBase(new Alphabet("0123456789abcdefghijklmnopqrstuv"), 5, true)),
    /// RFC 4648 extended hex with padding, upper case.
    BASE32_HEX_PAD_UPPER(
            "T",
            "base32hexpadupper",
            new BitBase(new Alphabet("0123456789ABCDEFGHIJKLMNOPQRSTUV"), 5, true)),
    /// z-base-32.
    BASE32_Z(
            "h",
            "base32z",
            new BitBase(new Alphabet("ybndrfg8ejkmcpqxot1uwisza345h769"), 5, false)),
    /// Base36: the text form of IPNS names in host names.
    BASE36("k", "base36", new NumberBase(new Alphabet("0123456789abcdefghijklmnopqrstuvwxyz"))),
    /// Base36, upper case.
    BASE36_UPPER(
            "K",
            "base36upper",
            new NumberBase(new Alphabet("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"))),
    /// Base45 of RFC 9285, for QR codes.
    BASE45("R", "base45", new Base45()),
    /// Base58 of Bitcoin: the text form of CIDv0 and of peer ids, there without a prefix.
    BASE58BTC(
            "z",
            "base58btc",
            new NumberBase(
                    new Alphabet("123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"))),
    /// Base58 of Flickr.
    BASE58_FLICKR(
            "Z",
            "base58flickr",
            new NumberBase(
                    new Alphabet("123456789abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ"))),
    /// RFC 4648 base64 without padding.
    BASE64(
            "m",
            "base64",
            new BitBase(
                    new Alphabet(
                            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"),
                    6,
                    false)),
    /// RFC 4648 base64 with padding.
    BASE64_PAD(
            "M",
            "base64pad",
            new BitBase(
                    new Alphabet(
                            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"),
                    6,
                    true)),
    /// RFC 4648 base64url without padding.
    BASE64_URL(
            "u",
            "base64url",
            new BitBase(
                    new Alphabet(
                            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"),
                    6,
                    false)),
    /// RFC 4648 base64url with padding.
    BASE64_URL_PAD(
            "U",
            "base64urlpad",
            new BitBase(
                    new Alphabet(
                            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"),
                    6,
                    true)),
    /// One emoji for each byte.
    BASE256_EMOJI("\ud83d\ude80", "base256emoji", new EmojiBase());

    /// The longest text without prefix, in UTF-16 units, that is read or written.
    public static final int MAX_TEXT = 4 << 20;

    /// The longest text without prefix that is read in base10, base36 and base58.
    public static final int MAX_NUMBER_TEXT = 4096;

    /// The most bytes in base10, base36 and base58: what fits [#MAX_NUMBER_TEXT] in each of them.
    public static final int MAX_NUMBER_BYTES = 1700;

    private final String prefix;
    private final String registeredName;

    // Immutable; Error Prone does not look into the implementations.
    @SuppressWarnings("ImmutableEnumChecker")
    private final BaseCodec codec;

    Multibase(String prefix, String registeredName, BaseCodec codec) {
        this.prefix = prefix;
        this.registeredName = registeredName;
        this.codec = codec;
    }

    /// The one character (of one or two UTF-16 units) in front of the text.
    public String prefix() {
        return prefix;
    }

    /// The code: the prefix as Unicode code point.
    public int code() {
        return prefix.codePointAt(0);
    }

    /// The name in the registry, such as `base32` or `base64urlpad`; `identity` for what the
    /// registry calls `none`, as other nodes do.
    public String registeredName() {
        return registeredName;
    }

    /// The base of this prefix, a Unicode code point.
    ///
    /// @throws MultiformatException if the prefix is not one of this list
    public static Multibase ofPrefix(int prefix) {
        for (Multibase base : values()) {
            if (base.code() == prefix) {
                return base;
            }
        }
        throw MultiformatException.atCharacter(
                0,
                "unknown multibase prefix '"
                        + (Character.isValidCodePoint(prefix)
                                ? MultiformatException.excerpt(Character.toString(prefix))
                                : prefix)
                        + "'");
    }

    /// The base of this registered name.
    ///
    /// @throws MultiformatException if it is not known
    public static Multibase ofName(String name) {
        for (Multibase base : values()) {
            if (base.registeredName.equals(name)) {
                return base;
            }
        }
        throw new MultiformatException(
                "unknown multibase '" + MultiformatException.excerpt(name) + "'");
    }

    /// The base that this text names by its first character.
    ///
    /// @throws MultiformatException if the text is empty or the prefix unknown
    public static Multibase of(String text) {
        if (text.isEmpty()) {
            throw MultiformatException.atCharacter(0, "multibase text is empty");
        }
        return ofPrefix(text.codePointAt(0));
    }

    /// Text with prefix to bytes.
    ///
    /// @throws MultiformatException if the text is empty, too long, of an unknown base or not
    ///   canonical
    public static byte[] decode(String text) {
        Multibase base = of(text);
        int prefix = base.prefix.length();
        try {
            return base.decodeRaw(text.substring(prefix));
        } catch (MultiformatException e) {
            throw e.moved(prefix);
        }
    }

    /// Bytes to text with prefix.
    ///
    /// @throws MultiformatException if there are more bytes than this base takes
    public String encode(byte[] bytes) {
        return prefix + encodeRaw(bytes);
    }

    /// Bytes to text without prefix.
    ///
    /// @throws MultiformatException if there are more bytes than this base takes
    public String encodeRaw(byte[] bytes) {
        // base2 has the most characters for a byte: 8
        int most = codec instanceof NumberBase ? MAX_NUMBER_BYTES : MAX_TEXT / 8;
        if (bytes.length > most) {
            throw new MultiformatException(
                    registeredName + " takes at most " + most + " bytes, got " + bytes.length);
        }
        return codec.encode(bytes);
    }

    /// Text without prefix to bytes.
    ///
    /// @throws MultiformatException if the text is too long or not canonical; offsets are those of
    ///   this text
    public byte[] decodeRaw(String text) {
        int most = codec instanceof NumberBase ? MAX_NUMBER_TEXT : MAX_TEXT;
        if (text.length() > most) {
            throw MultiformatException.atCharacter(
                    most,
                    registeredName
                            + " text must have at most "
                            + most
                            + " characters, had "
                            + text.length());
        }
        try {
            byte[] bytes = codec.decode(text);
            if (codec instanceof NumberBase && bytes.length > MAX_NUMBER_BYTES) {
                throw new MultiformatException(
                        "at most " + MAX_NUMBER_BYTES + " bytes are read, got " + bytes.length);
            }
            return bytes;
        } catch (MultiformatException e) {
            throw e.of(registeredName);
        }
    }
}
