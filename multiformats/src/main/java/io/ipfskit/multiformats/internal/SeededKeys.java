package io.ipfskit.multiformats.internal;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.util.Arrays;
import java.util.function.Consumer;

/// Key pairs of a given seed, or of bytes that the caller draws.
public final class SeededKeys {
    private SeededKeys() {}

    /// The Ed25519 key pair of these 32 bytes. The generator is fed the seed as its randomness;
    /// that it took the seed, and nothing else, is checked.
    public static KeyPair ed25519(byte[] seed) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
            generator.initialize(NamedParameterSpec.ED25519, new FixedSeed(seed));
            KeyPair pair = generator.generateKeyPair();
            byte[] taken = ((EdECPrivateKey) pair.getPrivate()).getBytes().orElse(new byte[0]);
            if (!Arrays.equals(taken, seed)) {
                throw new IllegalStateException(
                        "the JDK's Ed25519 generator did not take the given seed");
            }
            return pair;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no Ed25519", e);
        }
    }

    /// An RSA key pair of this size with the exponent 65537, from bytes that the caller draws.
    public static RSAPrivateCrtKey rsa(int bits, Consumer<byte[]> random) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(
                    new RSAKeyGenParameterSpec(bits, RSAKeyGenParameterSpec.F4),
                    new GivenBytes(random));
            return (RSAPrivateCrtKey) generator.generateKeyPair().getPrivate();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no RSA", e);
        }
    }

    /// A number from 1 to below the order of a curve, each as likely, from bytes that the caller
    /// draws: what is out of range is drawn anew.
    ///
    /// @throws IllegalStateException if 1,000 draws are out of range, which no random source does
    public static BigInteger scalar(BigInteger order, Consumer<byte[]> random) {
        int bits = order.bitLength();
        byte[] bytes = new byte[(bits + 7) / 8];
        for (int i = 0; i < 1000; i++) {
            random.accept(bytes);
            BigInteger scalar = new BigInteger(1, bytes).shiftRight(bytes.length * 8 - bits);
            if (scalar.signum() > 0 && scalar.compareTo(order) < 0) {
                return scalar;
            }
        }
        throw new IllegalStateException("the source of random bytes gives the same ones always");
    }

    /// Not a source of randomness: gives the bytes that the caller draws.
    private static final class GivenBytes extends SecureRandom {
        private static final long serialVersionUID = 1L;
        private final transient Consumer<byte[]> source;

        GivenBytes(Consumer<byte[]> source) {
            this.source = source;
        }

        @Override
        public void nextBytes(byte[] bytes) {
            source.accept(bytes);
        }
    }

    /// Not a source of randomness: gives the seed once and refuses everything else.
    private static final class FixedSeed extends SecureRandom {
        private static final long serialVersionUID = 1L;
        private final byte[] seed;
        private boolean used;

        FixedSeed(byte[] seed) {
            this.seed = seed.clone();
        }

        @Override
        public void nextBytes(byte[] bytes) {
            if (used || bytes.length != seed.length) {
                throw new IllegalStateException(
                        "the JDK's Ed25519 generator asked for "
                                + bytes.length
                                + " bytes, not once for the 32 of a seed");
            }
            used = true;
            System.arraycopy(seed, 0, bytes, 0, bytes.length);
        }
    }
}
