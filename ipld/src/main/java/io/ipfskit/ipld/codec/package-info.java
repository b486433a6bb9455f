/// Codecs: nodes of the data model to the bytes of a block, and back.
///
/// [io.ipfskit.ipld.codec.Codecs#standard] has dag-cbor, dag-json, dag-pb, raw, cbor and json,
/// found by their multicodec; [io.ipfskit.ipld.codec.Codecs#with] adds others. dag-jose is not
/// built.
///
/// ```java
/// Codec cbor = Codecs.standard().get(Multicodec.DAG_CBOR).orElseThrow();
/// DataNode node = cbor.decode(block.bytes());
/// ByteBuffer again = cbor.encode(node);
/// ```
///
/// All input is hostile. A decoder accepts what its specification allows or throws one
/// [io.ipfskit.ipld.codec.CodecException] with the offset of the byte where it stopped; what it
/// allocates is bounded by the input and by [io.ipfskit.ipld.codec.CodecLimits]. No duplicate keys
/// and no text that is not Unicode, in any codec.
///
/// | codec | rules beyond its format |
/// |---|---|
/// | [dag-cbor](https://ipld.io/specs/codecs/dag-cbor/spec/) | both ways the one canonical form: shortest heads, definite lengths, keys by length then bytes, tag 42 only, 64-bit finite floats |
/// | [dag-json](https://ipld.io/specs/codecs/dag-json/spec/) | writes the canonical form; reads any spacing and key order; a map that looks like a link or bytes and is neither is refused |
/// | [dag-pb](https://ipld.io/specs/codecs/dag-pb/spec/) | the view `{Data, Links}`; writes links sorted by name; reads the two orders of old nodes |
/// | raw | a bytes node |
/// | cbor, json | data without links, map order kept; json is written with tabs as Kubo does, and has no bytes |
///
/// A float without fraction is written `1.0` in both JSON codecs, so that it stays a float; Kubo
/// writes `1`.
@NullMarked
package io.ipfskit.ipld.codec;

import org.jspecify.annotations.NullMarked;
