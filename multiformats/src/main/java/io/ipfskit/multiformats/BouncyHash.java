package io.ipfskit.multiformats;

import org.bouncycastle.crypto.ExtendedDigest;
import org.bouncycastle.crypto.Xof;
import org.bouncycastle.crypto.digests.Blake2bDigest;
import org.bouncycastle.crypto.digests.Blake2sDigest;
import org.bouncycastle.crypto.digests.Blake3Digest;
import org.bouncycastle.crypto.digests.KeccakDigest;

import java.nio.ByteBuffer;
import java.util.Arrays;

/// A digest that the JDK lacks, by Bouncy Castle's primitives: no provider is registered. They take
/// arrays only, so buffers without one are copied in steps of 8 KiB.
///
/// Nothing else names their classes, so that none is loaded at start: their jar is signed, and the
/// JDK keeps no class of a signed jar in an AOT cache.
final class BouncyHash implements HashEngine {
    private static final int STEP = 8 << 10;

    private final ExtendedDigest digest;

    BouncyHash(ExtendedDigest digest) {
        this.digest = digest;
    }

    static HashEngine blake2b(int bits) {
        return new BouncyHash(new Blake2bDigest(bits));
    }

    static HashEngine blake2s(int bits) {
        return new BouncyHash(new Blake2sDigest(bits));
    }

    static HashEngine blake3() {
        return new BouncyHash(new Blake3Digest());
    }

    static HashEngine keccak(int bits) {
        return new BouncyHash(new KeccakDigest(bits));
    }

    @Override
    public void update(ByteBuffer in) {
        if (in.hasArray()) {
            digest.update(in.array(), in.arrayOffset() + in.position(), in.remaining());
            in.position(in.limit());
            return;
        }
        byte[] step = new byte[Math.min(STEP, in.remaining())];
        while (in.hasRemaining()) {
            int length = Math.min(step.length, in.remaining());
            in.get(step, 0, length);
            digest.update(step, 0, length);
        }
    }

    @Override
    public byte[] finish(int length) {
        if (digest instanceof Xof extendable) {
            byte[] out = new byte[length];
            extendable.doFinal(out, 0, length);
            return out;
        }
        byte[] out = new byte[digest.getDigestSize()];
        digest.doFinal(out, 0);
        return length == out.length ? out : Arrays.copyOf(out, length);
    }
}
