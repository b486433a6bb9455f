package io.ipfskit.multiformats;

import java.util.HexFormat;
import java.util.Optional;

/// A CID taken apart for a reader: what `cid inspect` shows.
///
/// @param text the CID and the base of its text
public record CidInspection(CidText text) {
    /// Takes a text apart.
    ///
    /// @throws MultiformatException if it is no CID; if it is a peer id, the message gives its CID
    public static CidInspection of(String text) {
        try {
            return new CidInspection(CidText.parse(text));
        } catch (MultiformatException e) {
            throw withPeerId(text, e);
        }
    }

    private static MultiformatException withPeerId(String text, MultiformatException e) {
        try {
            Cid cid = PeerId.parse(text).toCid();
            return e.but("it is a peer id, whose CID is " + cid.toString(Multibase.BASE36));
        } catch (MultiformatException _) {
            return e;
        }
    }

    private Cid cid() {
        return text.cid();
    }

    private Multihash multihash() {
        return text.cid().multihash();
    }

    /// The digest in lower-case base16.
    public String digest() {
        return HexFormat.of().formatHex(multihash().digest());
    }

    /// The CIDv0 of the same block, if there is one: see [#whyNoV0].
    public Optional<Cid> v0() {
        return whyNoV0().isEmpty() ? Optional.of(cid().asV0()) : Optional.empty();
    }

    /// What keeps this from having a CIDv0: another codec than dag-pb, another hash than sha2-256
    /// of 32 bytes. Empty if it has one.
    public Optional<String> whyNoV0() {
        if (cid().codec() != Multicodec.DAG_PB) {
            return Optional.of("requires dag-pb (0x70), got " + named(cid().codec()));
        }
        if (multihash().code() != Multicodec.SHA2_256) {
            return Optional.of("requires sha2-256 (0x12), got " + named(multihash().code()));
        }
        if (multihash().digestLength() != 32) {
            return Optional.of("requires a digest of 32 bytes, got " + multihash().digestLength());
        }
        return Optional.empty();
    }

    /// The same block as CIDv1, in base36 if it is a libp2p key (an IPNS name), else in base32.
    public String v1() {
        boolean key = cid().codec() == Multicodec.LIBP2P_KEY;
        return cid().asV1().toString(key ? Multibase.BASE36 : Multibase.BASE32);
    }

    private static String named(int code) {
        return Multicodec.entry(code).map(MulticodecEntry::name).orElse("unknown")
                + " (0x"
                + Integer.toHexString(code)
                + ")";
    }

    /// The form of [the CID inspector](https://cid.ipfs.tech): `base32 - cidv1 - raw - (sha2-256 :
    /// 256 : B94D…)`, the length in bits.
    public String human() {
        return text.base().registeredName()
                + " - cidv"
                + cid().version()
                + " - "
                + Multicodec.name(cid().codec())
                + " - ("
                + Multicodec.name(multihash().code())
                + " : "
                + multihash().digestLength() * 8
                + " : "
                + HexFormat.of().withUpperCase().formatHex(multihash().digest())
                + ")";
    }

    /// One line for each part, as `ipfs cid inspect` shows them.
    @Override
    public String toString() {
        boolean v0 = cid().version() == 0;
        String base = text.base().registeredName() + (v0 ? " (implicit)" : " (" + prefix() + ")");
        return "CID:        %s\nVersion:    %d\nMultibase:  %s\nMulticodec: %s\nMultihash:  %s\n"
                        .formatted(
                                text,
                                cid().version(),
                                base,
                                implicit(cid().codec(), v0),
                                implicit(multihash().code(), v0))
                + "  Length:   %d bytes\n  Digest:   %s\nCIDv0:      %s\nCIDv1:      %s"
                        .formatted(
                                multihash().digestLength(),
                                digest(),
                                whyNoV0()
                                        .map(why -> "not possible, " + why)
                                        .orElseGet(() -> cid().asV0().toString()),
                                v1());
    }

    private String prefix() {
        return text.base() == Multibase.IDENTITY ? "0x00" : text.base().prefix();
    }

    private static String implicit(int code, boolean implicit) {
        String named = named(code);
        return implicit ? named.substring(0, named.length() - 1) + ", implicit)" : named;
    }
}
