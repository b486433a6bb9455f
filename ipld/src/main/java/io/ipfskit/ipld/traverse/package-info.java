/// Ways through a DAG of any codecs: paths with what remains of them, and walks over the blocks
/// that a CAR or a gateway hands out.
///
/// [io.ipfskit.ipld.traverse.DagResolver] follows names: UnixFS names where the block is dag-pb,
/// map keys and list indexes elsewhere, across links. [io.ipfskit.ipld.traverse.DagWalk] gives the
/// blocks below a root in depth-first order of the links, each once or as often as it is linked;
/// [io.ipfskit.ipld.traverse.EntityWalk] those of one file, a range of one, or one directory, as
/// `dag-scope=entity` and `entity-bytes` of the [trustless
/// gateway](https://specs.ipfs.tech/http-gateways/trustless-gateway/) ask for.
///
/// A walk does no reading itself: it says which block it wants next, and takes the links out of
/// those it is given. So the caller decides how far ahead it fetches.
///
/// ```java
/// DagCursor walk = new DagWalk(root, Codecs.standard(), WalkOptions.DEFAULT);
/// for (DagStep step = walk.next(); step != null; step = walk.next()) {
///     Block block = source.get(step.cid());
///     car.put(block);
///     walk.expand(step, block);
/// }
/// ```
@NullMarked
package io.ipfskit.ipld.traverse;

import org.jspecify.annotations.NullMarked;
