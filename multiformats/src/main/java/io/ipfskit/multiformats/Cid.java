package io.ipfskit.multiformats;

import java.nio.ByteBuffer;

/// A content identifier: the codec and the hash of a block.
///
/// [Specification](https://github.com/multiformats/cid). Immutable value; equality is that of the
/// binary form, so a CIDv0 differs from the CIDv1 of the same block ([#asV1] makes them comparable;
/// stores key by [#multihash]).
public final class Cid implements Comparable<Cid> {
    /// The longest text that [#parse] reads.
    public static final int MAX_TEXT = 512;

    private final int version;
    private final int codec;
    private final Multihash multihash;

    private Cid(int version, int codec, Multihash multihash) {
        this.version = version;
        this.codec = codec;
        this.multihash = multihash;
    }

    /// The CIDv0 of a dag-pb block.
    ///
    /// @throws MultiformatException unless the hash is sha2-256 with 32 bytes
    public static Cid v0(Multihash multihash) {
        if (!isV0(multihash)) {
            throw new MultiformatException(
                    "a CIDv0 needs a sha2-256 hash of 32 bytes, got "
                            + Multicodec.name(multihash.code())
                            + " of "
                            + multihash.digestLength());
        }
        return new Cid(0, Multicodec.DAG_PB, multihash);
    }

    private static boolean isV0(Multihash multihash) {
        return multihash.code() == Multicodec.SHA2_256 && multihash.digestLength() == 32;
    }

    /// The CIDv1 of a block in this codec, see [Multicodec].
    public static Cid v1(int codec, Multihash multihash) {
        if (codec < 0) {
            throw new MultiformatException("codec must not be negative, was " + codec);
        }
        return new Cid(1, codec, multihash);
    }

    /// Reads the text form: 46 characters of base58btc beginning with `Qm` (CIDv0), else multibase
    /// (CIDv1), in the case rules of its base. [CidText#parse] keeps the base as well.
    ///
    /// @throws MultiformatException if it is malformed, or a CIDv0 in multibase
    public static Cid parse(String text) {
        return CidText.parse(text).cid();
    }

    /// Decodes an array that holds one CID and nothing else.
    public static Cid decode(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        Cid cid = decode(in);
        if (in.hasRemaining()) {
            throw MultiformatException.atByte(
                    in.position(), in.remaining() + " bytes follow the CID");
        }
        return cid;
    }

    /// Reads one binary CID and moves the buffer's position behind it.
    ///
    /// @throws MultiformatException if it is malformed or of another version
    public static Cid decode(ByteBuffer in) {
        if (in.remaining() >= 34
                && in.get(in.position()) == Multicodec.SHA2_256
                && in.get(in.position() + 1) == 32) {
            return v0(Multihash.read(in));
        }
        int start = in.position();
        long version = Varint.read(in);
        if (version != 1) {
            throw MultiformatException.atByte(
                    start,
                    "CID version must be 1 (or a sha2-256 multihash for version 0), was "
                            + version);
        }
        int codec = Varint.readInt(in, "codec");
        return new Cid(1, codec, Multihash.read(in));
    }

    /// 0 or 1.
    public int version() {
        return version;
    }

    /// How the block is encoded, see [Multicodec]; dag-pb for version 0.
    public int codec() {
        return codec;
    }

    /// The hash of the block.
    public Multihash multihash() {
        return multihash;
    }

    /// Whether the bytes of the block are in the CID itself.
    public boolean isIdentity() {
        return multihash.code() == Multicodec.IDENTITY;
    }

    /// The same hash with another codec: the version stays if it can, so a CIDv0 stays one only
    /// with dag-pb.
    public Cid withCodec(int newCodec) {
        return newCodec == codec ? this : v1(newCodec, multihash);
    }

    /// The same block as CIDv1.
    public Cid asV1() {
        return version == 1 ? this : new Cid(1, codec, multihash);
    }

    /// The same block as CIDv0.
    ///
    /// @throws MultiformatException unless it is dag-pb with sha2-256
    public Cid asV0() {
        if (version == 0) {
            return this;
        }
        if (codec != Multicodec.DAG_PB) {
            throw new MultiformatException(
                    "only dag-pb has a CIDv0, this is " + Multicodec.name(codec));
        }
        return v0(multihash);
    }

    /// The length of the binary form.
    public int size() {
        return version == 0 ? multihash.size() : 1 + Varint.size(codec) + multihash.size();
    }

    /// The binary form as a new array.
    public byte[] bytes() {
        byte[] out = new byte[size()];
        writeTo(ByteBuffer.wrap(out));
        return out;
    }

    /// Writes the binary form.
    public void writeTo(ByteBuffer out) {
        if (version == 1) {
            out.put((byte) 1);
            Varint.write(out, codec);
        }
        multihash.writeTo(out);
    }

    /// The text form in another base.
    ///
    /// @throws MultiformatException for a CIDv0 in another base than base58btc
    public String toString(Multibase base) {
        if (version == 0) {
            if (base != Multibase.BASE58BTC) {
                throw new MultiformatException(
                        "a CIDv0 has no " + base + " form; convert it with asV1()");
            }
            return base.encodeRaw(bytes());
        }
        return base.encode(bytes());
    }

    /// Base58btc without prefix for version 0, base32 for version 1.
    @Override
    public String toString() {
        return toString(version == 0 ? Multibase.BASE58BTC : Multibase.BASE32);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Cid that
                && version == that.version
                && codec == that.codec
                && multihash.equals(that.multihash);
    }

    @Override
    public int hashCode() {
        return multihash.hashCode() * 31 + codec * 2 + version;
    }

    /// By version, codec, hash.
    @Override
    public int compareTo(Cid that) {
        if (version != that.version) {
            return Integer.compare(version, that.version);
        }
        return codec != that.codec
                ? Integer.compare(codec, that.codec)
                : multihash.compareTo(that.multihash);
    }
}
