/// Reads TAR archives that a node sent, and writes them to this machine's disk, whole or not at
/// all. The node may be a stranger: all that comes is hostile.
@NullMarked
package io.ipfskit.kit.tar;

import org.jspecify.annotations.NullMarked;
