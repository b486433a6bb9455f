package io.ipfskit.multiformats;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// The JDK's message digests. SHA2-256, the hot one, has one instance per thread.
final class Digests {
    private static final ThreadLocal<MessageDigest> SHA256 =
            ThreadLocal.withInitial(() -> instance("SHA-256"));

    private Digests() {}

    static byte[] sha256(ByteBuffer bytes) {
        MessageDigest digest = SHA256.get();
        digest.update(bytes);
        return digest.digest();
    }

    static MessageDigest instance(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JDK has no " + algorithm, e);
        }
    }
}
