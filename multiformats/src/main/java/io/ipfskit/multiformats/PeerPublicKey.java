package io.ipfskit.multiformats;

/// A public key of a peer.
///
/// Immutable values; equality is that of the protobuf form. Nothing here blocks.
public sealed interface PeerPublicKey
        permits Ed25519PublicKey, Secp256k1PublicKey, EcdsaPublicKey, RsaPublicKey {
    /// Reads libp2p's protobuf form, in its one canonical encoding.
    ///
    /// @throws MultiformatException if it is malformed, or a key that is not trusted: RSA of less
    ///   than 2048 or more than 8192 bits, a point that is not on its curve
    static PeerPublicKey ofProtobuf(byte[] protobuf) {
        KeyProtobuf envelope = KeyProtobuf.decode(protobuf);
        return switch (envelope.type()) {
            case RSA -> RsaPublicKey.ofX509(envelope.data());
            case ED25519 -> Ed25519PublicKey.ofRaw(envelope.data());
            case SECP256K1 -> Secp256k1PublicKey.ofRaw(envelope.data());
            case ECDSA -> EcdsaPublicKey.ofX509(envelope.data());
        };
    }

    /// The kind of key.
    KeyType type();

    /// Libp2p's protobuf form as a new array.
    byte[] protobuf();

    /// Whether the signature is this key's over the message; false for a malformed signature too.
    boolean verify(byte[] message, byte[] signature);

    /// The peer with this key.
    default PeerId peerId() {
        return PeerId.ofPublicKey(protobuf());
    }
}
