/// Blocks that are kept by reference: their bytes stay in a file of this machine, or behind a URL.
///
/// A [io.ipfskit.node.filestore.Reference] stands in the block store as a record, which is a block
/// like others, under a CID of its own that is made from that of the block it stands for
/// ([io.ipfskit.node.filestore.ReferenceRecord]). So a record is durable with the session that put
/// it, is collected, compacted and checked as any block, and a crash leaves all or nothing of an
/// add. [io.ipfskit.node.filestore.ReferenceStore] is the layer above the store where a record
/// becomes the block again: nothing above it sees a record, and nothing below it a reference.
///
/// - Bytes that come from a reference are hashed each time. Where they are not what the CID says,
///   there is a failure that names the file and the block, and never other bytes.
/// - A block whose bytes are in the store is read from there, whatever references there are: bytes
///   that are added later make a block independent of files.
/// - A block has up to [io.ipfskit.node.filestore.ReferenceRecord#PLACES_MAX] references; the first
///   that still holds is used. A new one is written only where those before it do not hold any
///   more.
/// - Only files below the folders that the configuration names are referred to and read, and no
///   symbolic link is followed on the way ([io.ipfskit.node.filestore.FilestoreRules]).
///
/// **Records**, all numbers big-endian; texts are a length (u16) and UTF-8 bytes.
///
/// | kind | bytes |
/// |---|---|
/// | all | version (u8 1), kind (u8), length (u16) and bytes of the block's CID, offset (i64), length (i32) |
/// | 1 file | then size (i64), modification time in s (i64) and ns (i32), absolute path |
/// | 2 URL | then URL |
///
/// The CID of a record has codec and multihash code
/// [io.ipfskit.node.filestore.ReferenceRecord#CODE], which is in the range for private use, and as
/// digest the SHA-256 of the block's multihash and the number of the place (u8). No block from
/// outside can come under it: its function is none that blocks are verified with.
@NullMarked
package io.ipfskit.node.filestore;

import org.jspecify.annotations.NullMarked;
