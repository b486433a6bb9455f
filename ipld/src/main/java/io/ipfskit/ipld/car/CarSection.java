package io.ipfskit.ipld.car;

import io.ipfskit.ipld.Block;
import io.ipfskit.ipld.IntegrityException;
import io.ipfskit.multiformats.Cid;

import java.nio.ByteBuffer;

/// A section of an archive: a block where it lies.
///
/// @param offset of the section's length, from the beginning of the CARv1 data
/// @param cid as the section has it
/// @param bytes of the block; checked against the CID only if the reader was asked to
public record CarSection(long offset, Cid cid, ByteBuffer bytes) {
    /// The block, without another check: for what the reader verified, or the caller did.
    public Block block() {
        return Block.trusted(cid, bytes);
    }

    /// The block, checked against its CID.
    ///
    /// @throws IntegrityException if it does not hash to it
    public Block verified() throws IntegrityException {
        return Block.verified(cid, bytes);
    }
}
