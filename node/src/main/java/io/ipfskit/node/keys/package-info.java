/// Keys of a node besides its identity, by name: what it signs names with.
///
/// One file a key in the folder `keys` of the data directory, mode 0600, so that a key comes and
/// goes as a whole. The file's name is `key_` and the key's name in base32, lower case, so that any
/// name is a file name, and two names never are one. Layout of a file, all numbers big-endian:
/// magic `IKKY` (4 bytes), format version (u16, now 1), length (u16), the private key in libp2p's
/// protobuf form, CRC32C (u32) of all bytes before it.
///
/// A secret leaves this package as a [io.ipfskit.multiformats.PeerKey] only, whose `toString` does
/// not show it; no message, log or row contains one.
@NullMarked
package io.ipfskit.node.keys;

import org.jspecify.annotations.NullMarked;
