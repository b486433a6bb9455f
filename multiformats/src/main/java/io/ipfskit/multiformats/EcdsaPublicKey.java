package io.ipfskit.multiformats;

import java.util.Arrays;

/// A public key on one of the NIST curves P-256, P-384 and P-521.
public final class EcdsaPublicKey implements PeerPublicKey {
    private final EcCurve curve;
    private final byte[] point;

    private EcdsaPublicKey(EcCurve curve, byte[] point) {
        this.curve = curve;
        this.point = point;
    }

    static EcdsaPublicKey of(EcCurve curve, byte[] point) {
        if (curve == EcCurve.SECP256K1) {
            throw new MultiformatException("secp256k1 is a key type of its own");
        }
        return new EcdsaPublicKey(curve, curve.checkPoint(point, false));
    }

    /// Of a SubjectPublicKeyInfo (RFC 5480) in DER: a named curve and an uncompressed point.
    ///
    /// @throws MultiformatException if it is anything else, or no point of the curve
    public static EcdsaPublicKey ofX509(byte[] x509) {
        DerReader in = DerReader.ofSequence(x509);
        EcCurve curve = Pkcs8.readEcAlgorithm(in.sequence());
        byte[] point = in.bits();
        in.end();
        return of(curve, point);
    }

    /// The SubjectPublicKeyInfo as a new array.
    public byte[] x509() {
        return Der.sequence(Pkcs8.ecAlgorithm(curve), Der.bits(point));
    }

    @Override
    public KeyType type() {
        return KeyType.ECDSA;
    }

    /// The name of the curve.
    public String curve() {
        return curve.toString();
    }

    @Override
    public byte[] protobuf() {
        return new KeyProtobuf(KeyType.ECDSA, x509()).encode();
    }

    @Override
    public boolean verify(byte[] message, byte[] signature) {
        return curve.verify(point, message, signature);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof EcdsaPublicKey that
                && curve == that.curve
                && Arrays.equals(point, that.point);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(point);
    }

    /// The curve and base16 of the point.
    @Override
    public String toString() {
        return curve + " " + Multibase.BASE16.encodeRaw(point);
    }
}
