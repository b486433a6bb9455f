/// CIDs as text, for people and programs that have some: the group `cid`. Knows `multiformats` and
/// the records that travel; touches neither blocks nor a node.
@NullMarked
package io.ipfskit.node.cid;

import org.jspecify.annotations.NullMarked;
