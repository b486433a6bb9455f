package io.ipfskit.ipld;

import io.ipfskit.multiformats.Cid;
import io.ipfskit.multiformats.Multicodec;
import io.ipfskit.multiformats.MultiformatException;
import io.ipfskit.multiformats.Multihash;

import java.nio.ByteBuffer;

/// Bytes with the CID they hash to. Immutable as long as the giver of the buffer leaves it alone:
/// the block keeps the given buffer and copies nothing.
///
/// Equality is that of the CID.
public final class Block {
    /// The most that one block may hold towards the network, 2 MiB.
    public static final int MAX_NETWORK_SIZE = 2 * 1024 * 1024;

    private final Cid cid;
    private final ByteBuffer bytes;

    private Block(Cid cid, ByteBuffer bytes) {
        this.cid = cid;
        this.bytes = bytes;
    }

    /// Hashes what remains in the buffer with sha2-256.
    ///
    /// @param cidVersion 0 (dag-pb only) or 1
    /// @param codec how the bytes are encoded, see [Multicodec]
    public static Block of(int cidVersion, int codec, ByteBuffer bytes) {
        Multihash hash = Multihash.sha256(bytes);
        if (cidVersion == 0 && codec != Multicodec.DAG_PB) {
            throw new IllegalArgumentException(
                    "only dag-pb has a CIDv0, not " + Multicodec.name(codec));
        }
        return new Block(cidVersion == 0 ? Cid.v0(hash) : Cid.v1(codec, hash), bytes.slice());
    }

    /// Hashes what remains in the buffer as a CIDv1 block of codec raw.
    public static Block raw(ByteBuffer bytes) {
        return of(1, Multicodec.RAW, bytes);
    }

    /// Bytes from outside, checked against the CID they came under.
    ///
    /// @throws IntegrityException if they do not hash to it, or its hash function is not one that
    ///   can be trusted
    public static Block verified(Cid cid, ByteBuffer bytes) throws IntegrityException {
        boolean good;
        try {
            good = cid.multihash().verify(bytes);
        } catch (MultiformatException e) {
            throw new IntegrityException(
                    cid, "block " + cid + " cannot be verified: " + e.getMessage(), e);
        }
        if (!good) {
            throw new IntegrityException(
                    cid,
                    "the "
                            + bytes.remaining()
                            + " bytes of block "
                            + cid
                            + " do not hash to its CID");
        }
        return new Block(cid, bytes.slice());
    }

    /// Bytes whose integrity the caller has checked in another way, such as a store by the checksum
    /// it keeps.
    public static Block trusted(Cid cid, ByteBuffer bytes) {
        return new Block(cid, bytes.slice());
    }

    /// The block that an identity CID carries in itself.
    ///
    /// @throws IllegalArgumentException if the CID is no identity CID
    public static Block inline(Cid cid) {
        if (!cid.isIdentity()) {
            throw new IllegalArgumentException("not an identity CID: " + cid);
        }
        return new Block(cid, ByteBuffer.wrap(cid.multihash().digest()));
    }

    /// What the bytes hash to.
    public Cid cid() {
        return cid;
    }

    /// A fresh read-only view of the bytes.
    public ByteBuffer bytes() {
        return bytes.asReadOnlyBuffer();
    }

    /// The number of bytes.
    public int size() {
        return bytes.remaining();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Block that && cid.equals(that.cid);
    }

    @Override
    public int hashCode() {
        return cid.hashCode();
    }

    /// CID and size.
    @Override
    public String toString() {
        return "Block[" + cid + ", " + size() + " bytes]";
    }
}
