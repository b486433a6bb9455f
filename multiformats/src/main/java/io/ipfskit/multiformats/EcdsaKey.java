package io.ipfskit.multiformats;

import java.math.BigInteger;
import java.util.Arrays;

/// A key pair on one of the NIST curves P-256, P-384 and P-521. [#toString] never shows the secret.
public final class EcdsaKey implements PeerKey {
    private final EcCurve curve;
    private final BigInteger scalar;
    private final EcdsaPublicKey publicKey;

    EcdsaKey(EcCurve curve, BigInteger scalar) {
        this.curve = curve;
        this.scalar = scalar;
        this.publicKey = EcdsaPublicKey.of(curve, curve.point(scalar, false));
    }

    /// Of an ECPrivateKey (RFC 5915) in DER, which names its curve.
    ///
    /// @throws MultiformatException if it is anything else, or its public key is not its own
    public static EcdsaKey ofSec1(byte[] sec1) {
        return Pkcs8.readSec1(sec1, null);
    }

    /// Whether `point` is this key's, uncompressed.
    boolean hasPoint(byte[] point) {
        return Arrays.equals(curve.point(scalar, false), point);
    }

    @Override
    public KeyType type() {
        return KeyType.ECDSA;
    }

    @Override
    public EcdsaPublicKey publicKey() {
        return publicKey;
    }

    /// The signature in DER.
    @Override
    public byte[] sign(byte[] message) {
        return curve.sign(scalar, message);
    }

    @Override
    public byte[] protobuf() {
        return new KeyProtobuf(KeyType.ECDSA, Pkcs8.sec1(curve, scalar, true)).encode();
    }

    @Override
    public byte[] pkcs8() {
        return Pkcs8.ofEc(curve, scalar);
    }

    /// The peer id, not the secret.
    @Override
    public String toString() {
        return "EcdsaKey[" + peerId() + "]";
    }
}
