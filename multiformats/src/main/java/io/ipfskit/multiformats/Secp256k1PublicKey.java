package io.ipfskit.multiformats;

import java.util.Arrays;

/// A public key on the curve of Bitcoin, as a compressed point of 33 bytes.
public final class Secp256k1PublicKey implements PeerPublicKey {
    private final byte[] raw;

    private Secp256k1PublicKey(byte[] raw) {
        this.raw = raw;
    }

    /// Of the compressed point.
    ///
    /// @throws MultiformatException if it is not a point of the curve in this form
    public static Secp256k1PublicKey ofRaw(byte[] raw) {
        return new Secp256k1PublicKey(EcCurve.SECP256K1.checkPoint(raw.clone(), true));
    }

    @Override
    public KeyType type() {
        return KeyType.SECP256K1;
    }

    /// A copy of the compressed point.
    public byte[] raw() {
        return raw.clone();
    }

    @Override
    public byte[] protobuf() {
        return new KeyProtobuf(KeyType.SECP256K1, raw).encode();
    }

    @Override
    public boolean verify(byte[] message, byte[] signature) {
        return EcCurve.SECP256K1.verify(raw, message, signature);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secp256k1PublicKey that && Arrays.equals(raw, that.raw);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(raw);
    }

    /// Base16 of the compressed point.
    @Override
    public String toString() {
        return Multibase.BASE16.encodeRaw(raw);
    }
}
