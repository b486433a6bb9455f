package io.ipfskit.multiformats;

import io.ipfskit.multiformats.internal.SeededKeys;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.RSAPrivateCrtKeySpec;
import java.util.function.Consumer;

/// An RSA key pair of 2048 to 8192 bits. [#toString] never shows the secret.
public final class RsaKey implements PeerKey {
    private final RSAPrivateCrtKeySpec secret;
    private final PrivateKey privateKey;
    private final RsaPublicKey publicKey;

    private RsaKey(RSAPrivateCrtKeySpec secret, RsaPublicKey publicKey) {
        this.secret = secret;
        this.publicKey = publicKey;
        try {
            this.privateKey = KeyFactory.getInstance("RSA").generatePrivate(secret);
        } catch (GeneralSecurityException e) {
            throw new MultiformatException("the JDK refuses this RSA private key", e);
        }
    }

    /// A new key pair. Takes a second or more for the larger ones.
    ///
    /// @param bits 2048, 3072, 4096 … 8192
    /// @param random fills arrays with bytes of a cryptographically secure source
    /// @throws MultiformatException if the number of bits is another, or no multiple of 8
    public static RsaKey generate(int bits, Consumer<byte[]> random) {
        if (bits < RsaPublicKey.MIN_BITS || bits > RsaPublicKey.MAX_BITS || bits % 8 != 0) {
            throw new MultiformatException(
                    "an RSA key has "
                            + RsaPublicKey.MIN_BITS
                            + " to "
                            + RsaPublicKey.MAX_BITS
                            + " bits, a multiple of 8, got "
                            + bits);
        }
        RSAPrivateCrtKey made = SeededKeys.rsa(bits, random);
        return new RsaKey(
                new RSAPrivateCrtKeySpec(
                        made.getModulus(),
                        made.getPublicExponent(),
                        made.getPrivateExponent(),
                        made.getPrimeP(),
                        made.getPrimeQ(),
                        made.getPrimeExponentP(),
                        made.getPrimeExponentQ(),
                        made.getCrtCoefficient()),
                RsaPublicKey.of(made.getModulus(), made.getPublicExponent()));
    }

    /// Of an RSAPrivateKey (RFC 8017 appendix A.1.2) in DER, with two primes.
    ///
    /// @throws MultiformatException if it is anything else, its numbers do not belong together, or
    ///   the public key is not one that [RsaPublicKey#of] takes
    public static RsaKey ofPkcs1(byte[] pkcs1) {
        DerReader in = DerReader.ofSequence(pkcs1);
        in.integer(0);
        RSAPrivateCrtKeySpec secret =
                new RSAPrivateCrtKeySpec(
                        in.integer(),
                        in.integer(),
                        in.integer(),
                        in.integer(),
                        in.integer(),
                        in.integer(),
                        in.integer(),
                        in.integer());
        in.end();
        RsaPublicKey publicKey = RsaPublicKey.of(secret.getModulus(), secret.getPublicExponent());
        if (!isConsistent(secret)) {
            throw new MultiformatException("the numbers of this RSA key do not belong together");
        }
        return new RsaKey(secret, publicKey);
    }

    private static boolean isConsistent(RSAPrivateCrtKeySpec key) {
        BigInteger p = key.getPrimeP();
        BigInteger q = key.getPrimeQ();
        if (p.compareTo(BigInteger.TWO) <= 0
                || q.compareTo(BigInteger.TWO) <= 0
                || p.equals(q)
                || p.bitLength() + q.bitLength() > key.getModulus().bitLength() + 1
                || !p.multiply(q).equals(key.getModulus())
                || key.getPrivateExponent().compareTo(key.getModulus()) >= 0) {
            return false;
        }
        BigInteger p1 = p.subtract(BigInteger.ONE);
        BigInteger q1 = q.subtract(BigInteger.ONE);
        BigInteger product = key.getPrivateExponent().multiply(key.getPublicExponent());
        return product.mod(p1).equals(BigInteger.ONE)
                && product.mod(q1).equals(BigInteger.ONE)
                && key.getPrivateExponent().mod(p1).equals(key.getPrimeExponentP())
                && key.getPrivateExponent().mod(q1).equals(key.getPrimeExponentQ())
                && key.getCrtCoefficient().compareTo(p) < 0
                && key.getCrtCoefficient().multiply(q).mod(p).equals(BigInteger.ONE);
    }

    @Override
    public KeyType type() {
        return KeyType.RSA;
    }

    @Override
    public RsaPublicKey publicKey() {
        return publicKey;
    }

    /// The signature of PKCS #1 v1.5, as long as the modulus.
    @Override
    public byte[] sign(byte[] message) {
        try {
            Signature signer = Signature.getInstance("SHA256withRSA");
            signer.initSign(privateKey);
            signer.update(message);
            return signer.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK cannot sign with RSA", e);
        }
    }

    private byte[] pkcs1() {
        return Der.sequence(
                Der.integer(BigInteger.ZERO),
                Der.integer(secret.getModulus()),
                Der.integer(secret.getPublicExponent()),
                Der.integer(secret.getPrivateExponent()),
                Der.integer(secret.getPrimeP()),
                Der.integer(secret.getPrimeQ()),
                Der.integer(secret.getPrimeExponentP()),
                Der.integer(secret.getPrimeExponentQ()),
                Der.integer(secret.getCrtCoefficient()));
    }

    @Override
    public byte[] protobuf() {
        return new KeyProtobuf(KeyType.RSA, pkcs1()).encode();
    }

    @Override
    public byte[] pkcs8() {
        return Pkcs8.ofRsa(pkcs1());
    }

    /// The peer id, not the secret.
    @Override
    public String toString() {
        return "RsaKey[" + peerId() + "]";
    }
}
