package io.ipfskit.multiformats;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// The hash functions of the JDK by their multicodec. SHA2-256, the hot one, has one instance per
/// thread.
final class Digests {
    private static final ThreadLocal<MessageDigest> SHA256 =
            ThreadLocal.withInitial(() -> instance("SHA-256"));

    private Digests() {}

    static byte[] sha256(ByteBuffer bytes) {
        MessageDigest digest = SHA256.get();
        digest.update(bytes);
        return digest.digest();
    }

    static boolean isKnown(int code) {
        return length(code) > 0;
    }

    /// The full digest length of a known function, 0 for the others.
    static int length(int code) {
        return switch (code) {
            case Multicodec.SHA1 -> 20;
            case Multicodec.SHA3_224 -> 28;
            case Multicodec.SHA2_256, Multicodec.DBL_SHA2_256, Multicodec.SHA3_256 -> 32;
            case Multicodec.SHA2_384, Multicodec.SHA3_384 -> 48;
            case Multicodec.SHA2_512, Multicodec.SHA3_512 -> 64;
            default -> 0;
        };
    }

    static byte[] digest(int code, ByteBuffer bytes) {
        return switch (code) {
            case Multicodec.SHA2_256 -> sha256(bytes);
            case Multicodec.DBL_SHA2_256 -> sha256(ByteBuffer.wrap(sha256(bytes)));
            case Multicodec.SHA1 -> digest("SHA-1", bytes);
            case Multicodec.SHA2_384 -> digest("SHA-384", bytes);
            case Multicodec.SHA2_512 -> digest("SHA-512", bytes);
            case Multicodec.SHA3_224 -> digest("SHA3-224", bytes);
            case Multicodec.SHA3_256 -> digest("SHA3-256", bytes);
            case Multicodec.SHA3_384 -> digest("SHA3-384", bytes);
            case Multicodec.SHA3_512 -> digest("SHA3-512", bytes);
            default -> throw new MultiformatException("no hash function " + Multicodec.name(code));
        };
    }

    private static byte[] digest(String algorithm, ByteBuffer bytes) {
        MessageDigest digest = instance(algorithm);
        digest.update(bytes);
        return digest.digest();
    }

    private static MessageDigest instance(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JDK has no " + algorithm, e);
        }
    }
}
