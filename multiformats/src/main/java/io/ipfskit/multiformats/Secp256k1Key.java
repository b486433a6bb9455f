package io.ipfskit.multiformats;

import java.math.BigInteger;

/// A key pair on the curve of Bitcoin. [#toString] never shows the secret.
public final class Secp256k1Key implements PeerKey {
    private final BigInteger scalar;
    private final Secp256k1PublicKey publicKey;

    Secp256k1Key(BigInteger scalar) {
        this.scalar = scalar;
        this.publicKey = Secp256k1PublicKey.ofRaw(EcCurve.SECP256K1.point(scalar, true));
    }

    /// Of the private key's 32 bytes, big endian.
    ///
    /// @throws MultiformatException if they are no private key of the curve
    public static Secp256k1Key ofRaw(byte[] raw) {
        return new Secp256k1Key(EcCurve.SECP256K1.scalar(raw));
    }

    @Override
    public KeyType type() {
        return KeyType.SECP256K1;
    }

    @Override
    public Secp256k1PublicKey publicKey() {
        return publicKey;
    }

    /// The signature in DER, with the lower value of s.
    @Override
    public byte[] sign(byte[] message) {
        return EcCurve.SECP256K1.sign(scalar, message);
    }

    @Override
    public byte[] protobuf() {
        return new KeyProtobuf(KeyType.SECP256K1, EcCurve.SECP256K1.scalar(scalar)).encode();
    }

    @Override
    public byte[] pkcs8() {
        return Pkcs8.ofEc(EcCurve.SECP256K1, scalar);
    }

    /// The peer id, not the secret.
    @Override
    public String toString() {
        return "Secp256k1Key[" + peerId() + "]";
    }
}
