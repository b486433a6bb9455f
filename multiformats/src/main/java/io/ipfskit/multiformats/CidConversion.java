package io.ipfskit.multiformats;

import org.jspecify.annotations.Nullable;

/// How a CID is to be written instead, by the rules of Kubo's `cid format`. What is null stays,
/// unless another wish changes it: a CIDv0 becomes a CIDv1 for another codec or for any base that
/// is named without a version, and what becomes a CIDv0 is written in base58btc.
///
/// @param version 0 or 1
/// @param codec the multicodec
/// @param base the base of the text
public record CidConversion(
        @Nullable Integer version, @Nullable Integer codec, @Nullable Multibase base) {
    /// To the form that is the same whatever form came: CIDv1 in base32.
    public static final CidConversion NORMAL = new CidConversion(1, null, Multibase.BASE32);

    /// Checks the wishes.
    ///
    /// @throws MultiformatException for another version, or a CIDv0 in another base than base58btc
    public CidConversion {
        if (version != null && version != 0 && version != 1) {
            throw new MultiformatException("a CID version is 0 or 1, got " + version);
        }
        if (version != null && version == 0 && base != null && base != Multibase.BASE58BTC) {
            throw new MultiformatException(
                    "a CIDv0 is written in base58btc, it has no "
                            + base.registeredName()
                            + " form");
        }
    }

    /// The CID in this form.
    ///
    /// @throws MultiformatException if version 0 is wished and the codec is not dag-pb or the hash
    ///   not sha2-256 of 32 bytes
    public CidText apply(CidText text) {
        Cid cid = codec == null ? text.cid() : text.cid().withCodec(codec);
        if (version != null) {
            cid = version == 0 ? cid.asV0() : cid.asV1();
        } else if (base != null) {
            cid = cid.asV1();
        }
        Multibase kept = cid.version() == 0 ? Multibase.BASE58BTC : text.base();
        return new CidText(cid, base == null ? kept : base);
    }
}
