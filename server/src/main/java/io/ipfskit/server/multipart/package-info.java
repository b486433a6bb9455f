/// Bodies of several parts, read as a stream: `multipart/form-data` of [RFC
/// 7578](https://www.rfc-editor.org/rfc/rfc7578), and the conventions by which Kubo's clients send
/// folders in one.
///
/// A part is never held whole: its bytes are handed on as they come, at the pace of the reader.
/// Knows no HTTP server; reads from any source of bytes.
@NullMarked
package io.ipfskit.server.multipart;

import org.jspecify.annotations.NullMarked;
