package io.ipfskit.multiformats;

import java.nio.ByteBuffer;

/// The state of one hash function over the bytes given so far. Not safe for use by two threads.
sealed interface HashEngine permits JdkHash, BouncyHash, IdentityHash, MurmurHash {
    /// Takes all that remains in the buffer and moves its position to the limit.
    void update(ByteBuffer in);

    /// The first `length` bytes of the digest; begins anew.
    byte[] finish(int length);
}
