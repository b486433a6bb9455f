/// Sockets on each backend beside plain blocking sockets on virtual threads, and beside Netty.
@NullMarked
package io.ipfskit.bench.network;

import org.jspecify.annotations.NullMarked;
