/// Self-describing values: varints, multibase, multihash, multicodec, CIDs, multiaddrs, peer
/// identities.
///
/// Formats follow the public specifications of multiformats, IPLD (CID) and libp2p (peer ids and
/// keys). Decoding is strict: canonical varints only, no trailing bytes, no stray bits, every
/// length bounded, so one value has one binary form. Malformed input is a [MultiformatException]
/// that says what was wanted and what came; nothing here blocks, touches a file or knows what a
/// block is.
///
/// ```java
/// Cid cid = Cid.v1(Multicodec.RAW, Multihash.sha256("hello".getBytes(UTF_8)));
/// cid.toString();                       // bafkrei...
/// Cid.parse(cid.toString()).equals(cid) // true
/// ```
///
/// Implemented: CIDv0 and CIDv1; sha2-256 and identity as hashes that are made, further hashes of
/// the JDK as hashes that are checked; Ed25519 identities. Not implemented: RSA, secp256k1 and
/// ECDSA keys, the BLAKE and Keccak hashes.
@NullMarked
package io.ipfskit.multiformats;

import org.jspecify.annotations.NullMarked;
