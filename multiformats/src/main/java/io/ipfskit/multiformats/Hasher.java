package io.ipfskit.multiformats;

import java.nio.ByteBuffer;

/// Hashes bytes as they come.
///
/// Heap buffers that give their array are read in place; direct and read-only ones are copied in
/// small steps. Each `finish` begins anew, so one hasher serves many blocks. Not safe for use by
/// two threads at once; never blocks.
///
/// ```java
/// Hasher hasher = HashFunction.require(Multicodec.BLAKE3).hasher();
/// hasher.update(header).update(body);
/// Multihash hash = hasher.finish();
/// ```
public final class Hasher {
    private final HashFunction function;
    private final HashEngine engine;

    Hasher(HashFunction function, HashEngine engine) {
        this.function = function;
        this.engine = engine;
    }

    /// What this hasher computes.
    public HashFunction function() {
        return function;
    }

    /// Takes all that remains in the buffer and moves its position to the limit.
    ///
    /// @throws MultiformatException if the function is identity and the bytes are more than
    ///   [Multihash#MAX_DIGEST] in all
    public Hasher update(ByteBuffer bytes) {
        engine.update(bytes);
        return this;
    }

    /// Takes the array.
    ///
    /// @throws MultiformatException like [#update(ByteBuffer)]
    public Hasher update(byte[] bytes) {
        return update(ByteBuffer.wrap(bytes));
    }

    /// The hash of the bytes so far with the function's usual length; begins anew.
    public Multihash finish() {
        return finish(
                engine instanceof IdentityHash identity
                        ? identity.size()
                        : function.digestLength());
    }

    /// The hash of the bytes so far, cut off to `length` bytes, or extended to it where the
    /// function is extendable (blake3); begins anew.
    ///
    /// @throws MultiformatException if the length is not 1 to [HashFunction#maxDigestLength], or,
    ///   for identity, not that of the bytes
    public Multihash finish(int length) {
        boolean good =
                engine instanceof IdentityHash identity
                        ? length == identity.size()
                        : length >= 1 && length <= function.maxDigestLength();
        if (!good) {
            throw new MultiformatException(
                    "a " + function + " digest cannot have " + length + " bytes");
        }
        return Multihash.of(function.code(), engine.finish(length));
    }

    byte[] digest(int length) {
        return engine.finish(length);
    }
}
