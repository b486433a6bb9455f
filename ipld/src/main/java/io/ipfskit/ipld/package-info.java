/// Blocks and what links them.
///
/// A [Block] is bytes with the CID they hash to; it comes from a [BlockSource] and goes to a
/// [BlockSink], which the stores of the floors above implement. [Links] names the children of a
/// block, for walking a DAG. The codec of UnixFS nodes is in `dagpb`, files and directories are in
/// `unixfs`.
///
/// This room knows no store, no network and no file system, and starts no tasks: hashing is plain
/// computation that callers put on their compute threads. All input is hostile: decoders bound what
/// they allocate by the size of the block, walks bound their depth.
///
/// Implemented: dag-pb and raw. Other codecs can be stored and fetched as blocks; following their
/// links is [UnsupportedContent].
@NullMarked
package io.ipfskit.ipld;

import org.jspecify.annotations.NullMarked;
