/// Operations about the node itself: `runtime`, `config`, `admin`, `daemon`, `cli` and
/// `ipfs.version`. One class per group, bound to what [io.ipfskit.kit.Kit] passes in.
@NullMarked
package io.ipfskit.kit.ops;

import org.jspecify.annotations.NullMarked;
