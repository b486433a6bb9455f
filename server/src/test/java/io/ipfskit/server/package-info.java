/// Tests of the HTTP doors over real sockets.
@NullMarked
package io.ipfskit.server;

import org.jspecify.annotations.NullMarked;
