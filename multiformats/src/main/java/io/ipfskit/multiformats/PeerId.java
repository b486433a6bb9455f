package io.ipfskit.multiformats;

import java.util.Optional;

/// The identity of a peer: the hash of its public key.
///
/// [Specification](https://github.com/libp2p/specs/blob/master/peer-ids/peer-ids.md). A key whose
/// protobuf form has at most 42 bytes (Ed25519) is held whole, as an identity multihash; longer
/// ones as sha2-256.
///
/// @param multihash the hash of the public key's protobuf form
public record PeerId(Multihash multihash) {
    private static final int MAX_INLINE_KEY = 42;

    /// Checks the kind of hash.
    ///
    /// @throws MultiformatException unless it is identity or sha2-256 with 32 bytes
    public PeerId {
        boolean inline =
                multihash.code() == Multicodec.IDENTITY
                        && multihash.digestLength() > 0
                        && multihash.digestLength() <= MAX_INLINE_KEY;
        boolean hashed = multihash.code() == Multicodec.SHA2_256 && multihash.digestLength() == 32;
        if (!inline && !hashed) {
            throw new MultiformatException(
                    "a peer id is an identity hash of at most "
                            + MAX_INLINE_KEY
                            + " bytes or a sha2-256 hash of 32 bytes, got "
                            + Multicodec.name(multihash.code())
                            + " of "
                            + multihash.digestLength());
        }
    }

    /// Of a public key in its protobuf form.
    public static PeerId ofPublicKey(byte[] protobuf) {
        return new PeerId(
                protobuf.length <= MAX_INLINE_KEY
                        ? Multihash.identity(protobuf)
                        : Multihash.sha256(protobuf));
    }

    /// The public key, if the id holds it whole.
    ///
    /// @throws MultiformatException if it holds something else than a public key
    public Optional<PeerPublicKey> publicKey() {
        return multihash.code() == Multicodec.IDENTITY
                ? Optional.of(PeerPublicKey.ofProtobuf(multihash.digest()))
                : Optional.empty();
    }

    /// Whether this is the id of the key.
    public boolean isOf(PeerPublicKey key) {
        return equals(key.peerId());
    }

    /// Reads either text form: base58btc of the multihash (`12D3Koo…`, `Qm…`) or a CID of codec
    /// libp2p-key (`k51…`).
    ///
    /// @throws MultiformatException if it is neither
    public static PeerId parse(String text) {
        if (text.length() > Cid.MAX_TEXT) {
            throw new MultiformatException(
                    "a peer id has at most " + Cid.MAX_TEXT + " characters, got " + text.length());
        }
        if (text.startsWith("1") || text.startsWith("Qm")) {
            return new PeerId(Multihash.decode(Multibase.BASE58BTC.decodeRaw(text)));
        }
        Cid cid = Cid.parse(text);
        if (cid.codec() != Multicodec.LIBP2P_KEY) {
            throw new MultiformatException(
                    "a peer id as CID has the codec libp2p-key, this has "
                            + Multicodec.name(cid.codec()));
        }
        return new PeerId(cid.multihash());
    }

    /// The peer id as CID, the form of IPNS names.
    public Cid toCid() {
        return Cid.v1(Multicodec.LIBP2P_KEY, multihash);
    }

    /// Base58btc of the multihash.
    @Override
    public String toString() {
        return Multibase.BASE58BTC.encodeRaw(multihash.bytes());
    }
}
