/// Takes over the repository of another IPFS node, Kubo: blocks, pins, the root of its mutable file
/// system, keys.
///
/// The source is only read. No file of it is created, changed, renamed or removed, symbolic links
/// in it are not followed, and while a Kubo runs on it nothing is done at all: its lock is asked
/// for, and held as long as the import takes.
///
/// What is read, by the folder's own files:
///
/// - `version`: the versions that [io.ipfskit.node.kubo.KuboRepository] names, no others.
/// - `datastore_spec`: which store holds what. Known is what Kubo sets up by default: blocks in
///   [flatfs](https://github.com/ipfs/go-ds-flatfs), all else in LevelDB. Others are refused by
///   name.
/// - `blocks`: a file for each block, named by its multihash; each is hashed before it is stored.
///   As in our store the codec of a block is not kept with it, so a block is told by the CID of
///   codec raw, as Kubo's `refs local` tells it, and found by every CID of its hash.
/// - `datastore`: pins below `/pins/pin/` (CBOR), the root of files at `/local/filesroot`.
/// - `keystore` and, when asked, the identity in `config`: private keys in libp2p's protobuf form.
///
/// Nothing is left out in silence: what is not taken is a row that says what and why
/// ([io.ipfskit.node.ops.KuboProblem]), and is counted. A pin is taken when every block below it is
/// here.
///
/// An import can be cancelled and done again: what is here already is not read a second time.
@NullMarked
package io.ipfskit.node.kubo;

import org.jspecify.annotations.NullMarked;
