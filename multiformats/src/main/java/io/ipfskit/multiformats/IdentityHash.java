package io.ipfskit.multiformats;

import java.nio.ByteBuffer;
import java.util.Arrays;

/// Keeps the bytes, at most [Multihash#MAX_DIGEST] of them.
final class IdentityHash implements HashEngine {
    private final byte[] kept = new byte[Multihash.MAX_DIGEST];
    private int size;

    @Override
    public void update(ByteBuffer in) {
        if (in.remaining() > kept.length - size) {
            throw new MultiformatException(
                    "an identity digest has at most "
                            + kept.length
                            + " bytes, got "
                            + ((long) size + in.remaining()));
        }
        int length = in.remaining();
        in.get(kept, size, length);
        size += length;
    }

    int size() {
        return size;
    }

    @Override
    public byte[] finish(int length) {
        size = 0;
        return Arrays.copyOf(kept, length);
    }
}
