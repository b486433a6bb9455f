package io.ipfskit.multiformats;

/// A CID together with the base in which it was written, so that it can be written so again.
///
/// @param cid the identifier
/// @param base the base of its text; base58btc for a CIDv0
public record CidText(Cid cid, Multibase base) {
    /// Checks that the CID has such a text form.
    ///
    /// @throws MultiformatException for a CIDv0 in another base than base58btc
    public CidText {
        if (cid.version() == 0 && base != Multibase.BASE58BTC) {
            throw new MultiformatException(
                    "a CIDv0 has no " + base.registeredName() + " form; convert it with asV1()");
        }
    }

    /// Reads the text form, see [Cid#parse].
    ///
    /// @throws MultiformatException if it is malformed, with the offset in the text, or in the
    ///   bytes where the text as such is right
    public static CidText parse(String text) {
        if (text.length() < 2) {
            throw MultiformatException.atCharacter(
                    text.length(),
                    "a CID needs at least 2 characters, got '"
                            + MultiformatException.excerpt(text)
                            + "'");
        }
        if (text.length() > Cid.MAX_TEXT) {
            throw MultiformatException.atCharacter(
                    Cid.MAX_TEXT,
                    "a CID has at most " + Cid.MAX_TEXT + " characters, got " + text.length());
        }
        try {
            return read(text);
        } catch (MultiformatException e) {
            throw e.of("invalid CID '" + MultiformatException.excerpt(text) + "'");
        }
    }

    private static CidText read(String text) {
        if (text.length() == 46 && text.startsWith("Qm")) {
            byte[] bytes = Multibase.BASE58BTC.decodeRaw(text);
            return new CidText(Cid.v0(Multihash.decode(bytes)), Multibase.BASE58BTC);
        }
        Multibase base = Multibase.of(text);
        byte[] bytes = Multibase.decode(text);
        if (bytes.length > 0 && bytes[0] == Multicodec.SHA2_256) {
            throw MultiformatException.atByte(
                    0, "a CIDv0 is written in base58btc without a multibase prefix");
        }
        return new CidText(Cid.decode(bytes), base);
    }

    /// The text in its base.
    @Override
    public String toString() {
        return cid.toString(base);
    }
}
