/// Blocks and what links them.
///
/// A [Block] is bytes with the CID they hash to; it comes from a [BlockSource] and goes to a
/// [BlockSink], which the stores of the floors above implement. [Links] names the children of a
/// block, for walking a DAG. The data model is in `data`, its codecs in `codec`, paths and walks
/// across them in `traverse`, archives in `car`. The codec of UnixFS nodes is in `dagpb`, files and
/// directories are in `unixfs`.
///
/// This room knows no store, no network and no file system, and starts no tasks: hashing is plain
/// computation that callers put on their compute threads. All input is hostile: decoders bound what
/// they allocate by the size of the block, walks bound their depth.
///
/// Implemented: dag-cbor, dag-json, dag-pb, raw, cbor and json. Blocks of other codecs can be
/// stored and fetched; following their links is [UnsupportedContent].
@NullMarked
package io.ipfskit.ipld;

import org.jspecify.annotations.NullMarked;
