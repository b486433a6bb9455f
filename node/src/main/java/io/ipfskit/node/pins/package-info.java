/// Pins: what must stay. The truth is the repository log; listings of indirect pins walk the DAGs.
///
/// As in Kubo, a CID is pinned directly or recursively, never both; everything below a recursive
/// pin is pinned indirectly. A recursive pin is made only when every block of its DAG is here.
@NullMarked
package io.ipfskit.node.pins;

import org.jspecify.annotations.NullMarked;
