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
/// - [Multicodec]: every registered row by code and by name
/// - [Multibase]: the registered bases; [HashFunction] and [Hasher]: what can be hashed, and what
///   is trusted; [Multihash]
/// - [Cid], with [CidText], [CidFormat] and [CidInspection] for people
/// - [Multiaddr]: all protocols of the public table
/// - [PeerKey], [PeerPublicKey] and [PeerId]: Ed25519, secp256k1, ECDSA and RSA; [KeyPem]
///
/// Hashes and arithmetic that the JDK lacks are Bouncy Castle's primitives, called directly. Not
/// implemented: proquint, hash functions for proofs (Poseidon, truncated SHA2-256), encrypted PEM.
@NullMarked
package io.ipfskit.multiformats;

import org.jspecify.annotations.NullMarked;
