/// Content out: the bytes of files and ranges, archives, listings, and extraction to a folder.
///
/// Everything pulls: no task runs behind a [io.ipfskit.node.content.Content], so dropping one leaks
/// nothing. DAGs are hostile: names are checked by [io.ipfskit.node.content.EntryNames], depth and
/// counts are bounded, symbolic links are written as they are and never followed outside the DAG.
@NullMarked
package io.ipfskit.node.content;

import org.jspecify.annotations.NullMarked;
