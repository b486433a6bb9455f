package io.ipfskit.multiformats;

import java.nio.ByteBuffer;
import java.util.Arrays;

/// A digest that names its hash function: varint code, varint length, digest.
///
/// [Specification](https://github.com/multiformats/multihash). Immutable; equality is that of the
/// bytes.
public final class Multihash implements Comparable<Multihash> {
    /// The longest digest that is read, which is also the longest identity digest.
    public static final int MAX_DIGEST = 128;

    /// The shortest digest that [#verify] trusts, identity excepted.
    public static final int MIN_DIGEST = 20;

    private final int code;
    private final byte[] digest;

    private Multihash(int code, byte[] digest) {
        this.code = code;
        this.digest = digest;
    }

    /// Of a code and a digest that was made elsewhere; the digest is copied.
    ///
    /// @throws MultiformatException if the digest is too long, or longer than its function makes
    public static Multihash of(int code, byte[] digest) {
        return checked(code, digest.clone());
    }

    private static Multihash checked(int code, byte[] digest) {
        if (code < 0) {
            throw new MultiformatException("multihash code must not be negative, was " + code);
        }
        int most =
                code == Multicodec.SHA2_256
                        ? 32
                        : HashFunction.of(code)
                                .map(HashFunction::maxDigestLength)
                                .orElse(MAX_DIGEST);
        if (digest.length > most) {
            throw new MultiformatException(
                    "a "
                            + Multicodec.name(code)
                            + " digest must have at most "
                            + most
                            + " bytes, had "
                            + digest.length);
        }
        return new Multihash(code, digest);
    }

    /// SHA2-256 of these bytes.
    public static Multihash sha256(byte[] bytes) {
        return new Multihash(Multicodec.SHA2_256, Digests.sha256(ByteBuffer.wrap(bytes)));
    }

    /// SHA2-256 of what remains in the buffer, whose position stays. Costs no copy for heap buffers
    /// that give their array; a direct or read-only buffer is copied in small steps.
    public static Multihash sha256(ByteBuffer bytes) {
        return new Multihash(Multicodec.SHA2_256, Digests.sha256(bytes.duplicate()));
    }

    /// The hash of what remains in the buffer, whose position stays, by the function of this
    /// multicodec and with its usual length; [HashFunction] and [Hasher] do more.
    ///
    /// @throws MultiformatException if the function cannot be computed here
    public static Multihash hash(int code, ByteBuffer bytes) {
        return code == Multicodec.SHA2_256
                ? sha256(bytes)
                : HashFunction.require(code).hasher().update(bytes.duplicate()).finish();
    }

    /// The identity hash: the bytes themselves, at most [#MAX_DIGEST].
    public static Multihash identity(byte[] bytes) {
        return of(Multicodec.IDENTITY, bytes);
    }

    /// Reads one multihash and moves the buffer's position behind it.
    ///
    /// @throws MultiformatException if it is malformed or the digest is longer than [#MAX_DIGEST]
    public static Multihash read(ByteBuffer in) {
        int start = in.position();
        int code = Varint.readInt(in, "multihash code");
        int lengthAt = in.position();
        long length = Varint.read(in);
        if (length > MAX_DIGEST) {
            throw MultiformatException.atByte(
                    lengthAt,
                    "multihash digest must have at most "
                            + MAX_DIGEST
                            + " bytes, claims "
                            + length);
        }
        if (length > in.remaining()) {
            throw MultiformatException.atByte(
                    in.limit(),
                    "multihash claims a digest of "
                            + length
                            + " bytes, only "
                            + in.remaining()
                            + " follow");
        }
        byte[] digest = new byte[(int) length];
        in.get(digest);
        try {
            return checked(code, digest);
        } catch (MultiformatException e) {
            throw e.inBytes(start);
        }
    }

    /// Decodes an array that holds one multihash and nothing else.
    public static Multihash decode(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        Multihash hash = read(in);
        if (in.hasRemaining()) {
            throw MultiformatException.atByte(
                    in.position(), in.remaining() + " bytes follow the multihash");
        }
        return hash;
    }

    /// The code of the hash function, see [Multicodec].
    public int code() {
        return code;
    }

    /// A copy of the digest.
    public byte[] digest() {
        return digest.clone();
    }

    /// The digest's length in bytes.
    public int digestLength() {
        return digest.length;
    }

    /// One byte of the digest.
    public byte digestAt(int index) {
        return digest[index];
    }

    /// Eight bytes of the digest from this offset, big endian: cheap keys for indexes.
    ///
    /// @throws IndexOutOfBoundsException if the digest is too short
    public long digestLong(int offset) {
        return ByteBuffer.wrap(digest).getLong(offset);
    }

    /// The length of [#bytes].
    public int size() {
        return Varint.size(code) + Varint.size(digest.length) + digest.length;
    }

    /// The binary form as a new array.
    public byte[] bytes() {
        byte[] out = new byte[size()];
        writeTo(ByteBuffer.wrap(out));
        return out;
    }

    /// Writes the binary form.
    public void writeTo(ByteBuffer out) {
        Varint.write(out, code);
        Varint.write(out, digest.length);
        out.put(digest);
    }

    /// Whether [#verify] can check this hash: a function of the allow-list
    /// ([HashFunction#isTrusted]) with a digest of at least [#MIN_DIGEST] bytes, identity excepted.
    public boolean isVerifiable() {
        if (code == Multicodec.IDENTITY) {
            return true;
        }
        return digest.length >= MIN_DIGEST
                && (code == Multicodec.SHA2_256
                        || HashFunction.of(code).filter(HashFunction::isTrusted).isPresent());
    }

    /// Whether what remains in the buffer (its position stays) has this hash.
    ///
    /// @throws MultiformatException if the hash function is not on the allow-list or the digest is
    ///   too short to be trusted
    public boolean verify(ByteBuffer bytes) {
        if (code == Multicodec.IDENTITY) {
            return ByteBuffer.wrap(digest).equals(bytes);
        }
        if (!isVerifiable()) {
            throw new MultiformatException(
                    "cannot verify a "
                            + Multicodec.name(code)
                            + " digest of "
                            + digest.length
                            + " bytes: the function is not supported or the digest is shorter than "
                            + MIN_DIGEST);
        }
        byte[] actual =
                code == Multicodec.SHA2_256
                        ? Digests.sha256(bytes.duplicate())
                        : HashFunction.require(code)
                                .hasher()
                                .update(bytes.duplicate())
                                .digest(digest.length);
        return Arrays.equals(actual, 0, digest.length, digest, 0, digest.length);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Multihash that
                && code == that.code
                && Arrays.equals(digest, that.digest);
    }

    @Override
    public int hashCode() {
        return digest.length >= 8
                ? Long.hashCode(digestLong(digest.length - 8))
                : Arrays.hashCode(digest);
    }

    @Override
    public int compareTo(Multihash that) {
        return code != that.code
                ? Integer.compare(code, that.code)
                : Arrays.compareUnsigned(digest, that.digest);
    }

    /// Lower-case base16 of the binary form.
    @Override
    public String toString() {
        return Multibase.BASE16.encodeRaw(bytes());
    }
}
