package io.ipfskit.multiformats;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.RSAPublicKeySpec;

/// An RSA public key of 2048 to 8192 bits.
public final class RsaPublicKey implements PeerPublicKey {
    /// The fewest bits of a key: fewer can be broken.
    public static final int MIN_BITS = 2048;

    /// The most bits of a key: more cost the verifier too much.
    public static final int MAX_BITS = 8192;

    private final BigInteger modulus;
    private final BigInteger exponent;

    private RsaPublicKey(BigInteger modulus, BigInteger exponent) {
        this.modulus = modulus;
        this.exponent = exponent;
    }

    /// Of modulus and exponent.
    ///
    /// @throws MultiformatException unless the modulus is odd with [#MIN_BITS] to [#MAX_BITS] bits
    ///   and the exponent odd, at least 3 and below 2^31
    public static RsaPublicKey of(BigInteger modulus, BigInteger exponent) {
        int bits = modulus.bitLength();
        if (bits < MIN_BITS || bits > MAX_BITS) {
            throw new MultiformatException(
                    "an RSA key has " + MIN_BITS + " to " + MAX_BITS + " bits, got " + bits);
        }
        boolean good =
                modulus.signum() > 0
                        && modulus.testBit(0)
                        && exponent.testBit(0)
                        && exponent.bitLength() <= 31
                        && exponent.compareTo(BigInteger.TWO) > 0;
        if (!good) {
            throw new MultiformatException(
                    "an RSA key has an odd modulus and an odd exponent from 3 to 2^31 - 1");
        }
        return new RsaPublicKey(modulus, exponent);
    }

    /// Of a SubjectPublicKeyInfo (RFC 3279) in DER.
    ///
    /// @throws MultiformatException if it is anything else, or not a key that [#of] takes
    public static RsaPublicKey ofX509(byte[] x509) {
        DerReader in = DerReader.ofSequence(x509);
        Pkcs8.readRsaAlgorithm(in.sequence());
        DerReader key = DerReader.ofSequence(in.bits());
        in.end();
        BigInteger modulus = key.integer();
        BigInteger exponent = key.integer();
        key.end();
        return of(modulus, exponent);
    }

    /// The SubjectPublicKeyInfo as a new array.
    public byte[] x509() {
        return Der.sequence(
                Pkcs8.rsaAlgorithm(),
                Der.bits(Der.sequence(Der.integer(modulus), Der.integer(exponent))));
    }

    @Override
    public KeyType type() {
        return KeyType.RSA;
    }

    /// The length of the modulus in bits.
    public int bits() {
        return modulus.bitLength();
    }

    @Override
    public byte[] protobuf() {
        return new KeyProtobuf(KeyType.RSA, x509()).encode();
    }

    @Override
    public boolean verify(byte[] message, byte[] signature) {
        try {
            Signature verifier = Signature.getInstance("SHA256withRSA");
            verifier.initVerify(
                    KeyFactory.getInstance("RSA")
                            .generatePublic(new RSAPublicKeySpec(modulus, exponent)));
            verifier.update(message);
            return verifier.verify(signature);
        } catch (SignatureException | InvalidKeyException | InvalidKeySpecException e) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no RSA", e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RsaPublicKey that
                && modulus.equals(that.modulus)
                && exponent.equals(that.exponent);
    }

    @Override
    public int hashCode() {
        return modulus.hashCode() * 31 + exponent.hashCode();
    }

    /// The length and the peer id.
    @Override
    public String toString() {
        return "RSA of " + bits() + " bits, " + peerId();
    }
}
