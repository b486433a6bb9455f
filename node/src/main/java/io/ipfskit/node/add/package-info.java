/// Content in: a file, a stream, a folder or a tree of entries becomes a DAG.
///
/// A reading task walks the source and reads chunks; each chunk is hashed by `Compute` in a task of
/// its own; the assembling task takes the results in order, builds files and folders, and gives the
/// blocks to one write session:
///
/// ```text
/// reader --Step--> channel (64) --> assembler --> write session --> commit --> pin --> answer
///    \--> hashing tasks (Compute) --/
/// ```
///
/// Where the content decides the cuts, the reading task finds them, by `Compute` too.
/// [io.ipfskit.node.add.IgnoreRules] say what is left out; with a path of this machine, links are
/// followed only where the caller may read what they lead to.
///
/// Memory is bounded by the number of chunk slots, not by the size of what is added. Nothing is
/// visible, pinned or left on the disk until the commit; the commit and the pin run as one piece
/// that a cancellation cannot part. Acknowledged is durable: blocks first, then the pin, then the
/// answer.
@NullMarked
package io.ipfskit.node.add;

import org.jspecify.annotations.NullMarked;
