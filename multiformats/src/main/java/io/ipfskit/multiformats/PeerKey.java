package io.ipfskit.multiformats;

import io.ipfskit.multiformats.internal.SeededKeys;

import java.util.function.Consumer;

/// A key pair: the identity of a peer.
///
/// `toString` of all of them shows the peer id, never the secret. Immutable, safe for use by many
/// threads; nothing here blocks. Signing draws no randomness: what the scheme wants random is
/// derived from key and message (RFC 6979).
public sealed interface PeerKey permits Ed25519Key, Secp256k1Key, EcdsaKey, RsaKey {
    /// Reads libp2p's protobuf form of a private key.
    ///
    /// @throws MultiformatException if it is malformed, the parts do not belong together, or the
    ///   key is not trusted, see [PeerPublicKey#ofProtobuf]; the message shows nothing of it
    static PeerKey ofProtobuf(byte[] protobuf) {
        KeyProtobuf envelope = KeyProtobuf.decode(protobuf);
        return switch (envelope.type()) {
            case RSA -> RsaKey.ofPkcs1(envelope.data());
            case ED25519 -> Ed25519Key.ofProtobuf(protobuf);
            case SECP256K1 -> Secp256k1Key.ofRaw(envelope.data());
            case ECDSA -> EcdsaKey.ofSec1(envelope.data());
        };
    }

    /// A new key pair; RSA has 2048 bits (see [RsaKey#generate] for more), ECDSA is on P-256.
    ///
    /// @param random fills arrays with bytes of a cryptographically secure source; it is called
    ///   from this thread and not kept
    static PeerKey generate(KeyType type, Consumer<byte[]> random) {
        return switch (type) {
            case RSA -> RsaKey.generate(RsaPublicKey.MIN_BITS, random);
            case ED25519 -> {
                byte[] seed = new byte[Ed25519Key.SEED_LENGTH];
                random.accept(seed);
                yield Ed25519Key.generate(seed);
            }
            case SECP256K1 ->
                    new Secp256k1Key(SeededKeys.scalar(EcCurve.SECP256K1.order(), random));
            case ECDSA ->
                    new EcdsaKey(EcCurve.P256, SeededKeys.scalar(EcCurve.P256.order(), random));
        };
    }

    /// The kind of key.
    KeyType type();

    /// The public half.
    PeerPublicKey publicKey();

    /// The signature over the message.
    byte[] sign(byte[] message);

    /// The secret in libp2p's protobuf form as a new array, for a file that only its owner can
    /// read.
    byte[] protobuf();

    /// The secret in PKCS #8 (RFC 5208) as a new array; [KeyPem] makes text of it.
    byte[] pkcs8();

    /// The peer with this key.
    default PeerId peerId() {
        return publicKey().peerId();
    }
}
