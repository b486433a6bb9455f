/// Worlds of several hosts.
@NullMarked
package io.ipfskit.anyiotesting;

import org.jspecify.annotations.NullMarked;
