package io.ipfskit.node.ops;

import io.ipfskit.operation.Doc;

import org.jspecify.annotations.Nullable;

/// A CID taken apart.
public record CidInspected(
        @Doc("CID that was given") String cid,
        @Doc("CID version") int version,
        @Doc("multibase of the text") Base multibase,
        @Doc("codec of the block") Codec multicodec,
        @Doc("hash of the block") Hash multihash,
        @Doc("the same block as CIDv0; absent where there is none") @Nullable String cidV0,
        @Doc("why there is no CIDv0") @Nullable String noCidV0,
        @Doc("the same block as CIDv1, in base32 or, for a key, base36") String cidV1,
        @Doc("all of it in one line") String human) {
    /// The base of a text.
    public record Base(
            @Doc("character in front of the text; that of CIDv0 is not written") String prefix,
            @Doc("registered name") String name) {}

    /// A multicodec.
    public record Codec(
            @Doc("code in the multicodec table") int code,
            @Doc("name in the multicodec table; unknown when it is not registered") String name) {}

    /// A multihash.
    public record Hash(
            @Doc("code in the multicodec table") int code,
            @Doc("name in the multicodec table; unknown when it is not registered") String name,
            @Doc("length of the digest, in bytes") int length,
            @Doc("digest in base16") String digest) {}
}
