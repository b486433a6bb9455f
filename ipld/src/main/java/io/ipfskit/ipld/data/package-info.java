/// The IPLD data model: what a block says, whatever codec it is written in.
///
/// [Specification](https://ipld.io/docs/data-model/). A [DataNode] is one of nine kinds and free of
/// any schema. Nodes are immutable values: equal when they say the same, the order of a map's
/// entries apart. A link is a CID; what it leads to is loaded only when somebody follows it, see
/// `io.ipfskit.ipld.traverse`.
///
/// This package knows no codec and no block. Codecs are in `io.ipfskit.ipld.codec`.
@NullMarked
package io.ipfskit.ipld.data;

import org.jspecify.annotations.NullMarked;
