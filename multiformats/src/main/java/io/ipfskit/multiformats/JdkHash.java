package io.ipfskit.multiformats;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;

/// A message digest of the JDK, applied once or twice.
final class JdkHash implements HashEngine {
    private final MessageDigest digest;
    private final boolean twice;

    JdkHash(String algorithm, boolean twice) {
        this.digest = Digests.instance(algorithm);
        this.twice = twice;
    }

    @Override
    public void update(ByteBuffer in) {
        digest.update(in);
    }

    @Override
    public byte[] finish(int length) {
        byte[] out = digest.digest();
        if (twice) {
            out = digest.digest(out);
        }
        return length == out.length ? out : Arrays.copyOf(out, length);
    }
}
