package io.ipfskit.multiformats;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// A pattern that shows parts of a CID, as Kubo's `cid format -f` does.
///
/// | specifier | shows |
/// |---|---|
/// | `%%` | a percent sign |
/// | `%b` `%B` | name and prefix of the multibase |
/// | `%v` `%V` | `cidv0` or `cidv1`, and the number alone |
/// | `%c` `%C` | name and code of the codec |
/// | `%h` `%H` `%L` | name and code of the hash function, length of the digest |
/// | `%m` `%M` | the multihash in the base, with and without its prefix |
/// | `%d` `%D` | the digest in the base, with and without its prefix |
/// | `%s` `%S` | the CID in the base, with and without its prefix (a CIDv0 has none) |
/// | `%P` | the CID without its digest: version, codec, hash function, length |
///
/// Codes are decimal. Immutable.
public final class CidFormat {
    /// The longest pattern.
    public static final int MAX_PATTERN = 4096;

    /// The text of the CID alone.
    public static final CidFormat PLAIN = parse("%s");

    private final List<Function<CidText, String>> pieces;

    private CidFormat(List<Function<CidText, String>> pieces) {
        this.pieces = List.copyOf(pieces);
    }

    /// Reads a pattern; what stands between the specifiers is shown as it is.
    ///
    /// @throws MultiformatException if it is longer than [#MAX_PATTERN], has a specifier that is
    ///   not in the table, or ends in one percent sign
    public static CidFormat parse(String pattern) {
        if (pattern.length() > MAX_PATTERN) {
            throw MultiformatException.atCharacter(
                    MAX_PATTERN,
                    "a format has at most " + MAX_PATTERN + " characters, got " + pattern.length());
        }
        List<Function<CidText, String>> pieces = new ArrayList<>();
        int at = 0;
        while (at < pattern.length()) {
            int percent = pattern.indexOf('%', at);
            int end = percent < 0 ? pattern.length() : percent;
            if (end > at) {
                String plain = pattern.substring(at, end);
                pieces.add(_ -> plain);
            }
            if (percent < 0) {
                break;
            }
            if (percent + 1 == pattern.length()) {
                throw MultiformatException.atCharacter(
                        percent, "the format ends in the middle of a specifier");
            }
            pieces.add(specifier(pattern, percent));
            at = percent + 2;
        }
        return new CidFormat(pieces);
    }

    private static Function<CidText, String> specifier(String pattern, int percent) {
        return switch (pattern.charAt(percent + 1)) {
            case '%' -> _ -> "%";
            case 'b' -> text -> text.base().registeredName();
            case 'B' -> text -> text.base().prefix();
            case 'v' -> text -> "cidv" + text.cid().version();
            case 'V' -> text -> Integer.toString(text.cid().version());
            case 'c' -> text -> codec(text.cid());
            case 'C' -> text -> Integer.toString(text.cid().codec());
            case 'h' -> text -> hash(text.cid().multihash());
            case 'H' -> text -> Integer.toString(text.cid().multihash().code());
            case 'L' -> text -> Integer.toString(text.cid().multihash().digestLength());
            case 'm' -> text -> text.base().encode(text.cid().multihash().bytes());
            case 'M' -> text -> text.base().encodeRaw(text.cid().multihash().bytes());
            case 'd' -> text -> text.base().encode(text.cid().multihash().digest());
            case 'D' -> text -> text.base().encodeRaw(text.cid().multihash().digest());
            case 's' -> CidText::toString;
            case 'S' -> text -> text.base().encodeRaw(text.cid().bytes());
            case 'P' -> text -> prefix(text.cid());
            default ->
                    throw MultiformatException.atCharacter(
                            percent,
                            "unknown specifier '%"
                                    + MultiformatException.excerpt(
                                            Character.toString(pattern.codePointAt(percent + 1)))
                                    + "' in the format");
        };
    }

    private static String prefix(Cid cid) {
        return "cidv"
                + cid.version()
                + "-"
                + codec(cid)
                + "-"
                + hash(cid.multihash())
                + "-"
                + cid.multihash().digestLength();
    }

    // Codes without a name are shown as Kubo shows them.

    private static String codec(Cid cid) {
        return Multicodec.entry(cid.codec())
                .map(MulticodecEntry::name)
                .orElseGet(() -> "Code(" + cid.codec() + ")");
    }

    private static String hash(Multihash hash) {
        return Multicodec.entry(hash.code())
                .map(MulticodecEntry::name)
                .orElseGet(() -> "hash?" + hash.code());
    }

    /// The CID by this pattern, in the base of its text.
    public String apply(CidText text) {
        StringBuilder out = new StringBuilder();
        for (Function<CidText, String> piece : pieces) {
            out.append(piece.apply(text));
        }
        return out.toString();
    }

    /// The CID by this pattern in its usual base: base58btc for version 0, else base32.
    public String apply(Cid cid) {
        return apply(new CidText(cid, cid.version() == 0 ? Multibase.BASE58BTC : Multibase.BASE32));
    }
}
