/// The tree of files: paths that can be changed, over content that cannot (MFS).
///
/// The tree is a folder of UnixFS; its root CID stands in the repository log
/// ([io.ipfskit.node.repository.TreeStore]). [io.ipfskit.node.mfs.MfsService] does what the
/// operations of group `files` ask for, as Kubo's commands of these names do.
///
/// **An edit** takes the one writer lock, reads the root, makes the nodes from the change up to a
/// new root ([io.ipfskit.node.mfs.TreeEdit]), makes their blocks durable, then the record that
/// moves the root, and only then shows the new root and succeeds. A failure or cancellation before
/// leaves the tree as it was; blocks written so far stay garbage. So an edit is always durable, and
/// there is nothing that a flush would have to do. The bytes that a write streams in become blocks
/// before it takes the lock, so that a slow sender holds up the writers of its own path only; what
/// other edits do to the path meanwhile makes the write fail as a conflict.
///
/// **Reading** takes the root of one moment and sees the tree as it was then, whatever edits do.
///
/// **Collection.** The root is one for the collector, which keeps what is here below it and minds
/// no gaps: content copied from elsewhere need not be here. An edit holds each block it writes or
/// finds from before it looks until its record is durable, and the root of content that it links;
/// what it takes over from the old tree is safe by the old root, which stays the root until then. A
/// reader holds what it reads. The old root's own blocks may go once it is replaced.
///
/// **Limits.** A path has at most 4096 bytes and 256 names; `.` and `..` are resolved by their
/// letters, and nothing leads above `/`. Symbolic links are entries like others and never followed.
///
/// Knows nothing of transactions, checkpoints and undo, which come behind the same `TreeStore`.
@NullMarked
package io.ipfskit.node.mfs;

import org.jspecify.annotations.NullMarked;
