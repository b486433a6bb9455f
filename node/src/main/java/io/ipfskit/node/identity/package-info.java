/// Who a node is: its Ed25519 key in the file `identity`.
///
/// Layout of the file, all numbers big-endian: magic `IKID` (4 bytes), format version (u16, now 1),
/// length (u16), the private key in libp2p's protobuf form, CRC32C (u32) of all bytes before it.
@NullMarked
package io.ipfskit.node.identity;

import org.jspecify.annotations.NullMarked;
