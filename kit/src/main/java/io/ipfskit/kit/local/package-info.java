/// Files handed over by name instead of byte by byte.
///
/// A client and a server of one user on one machine see the same files. There the client names a
/// path, and the server reads it: nothing is copied through a socket. Three things must hold, else
/// the client sends the bytes as to any other server:
///
/// - the client knows the server's secret, which stands in the data directory in a file that only
///   its owner can read ([io.ipfskit.kit.local.LocalSecret]);
/// - both see the same files with the same rights ([io.ipfskit.kit.local.FileView]): same user,
///   groups, capabilities, mount namespace, root and security label;
/// - the system can tell (Linux).
@NullMarked
package io.ipfskit.kit.local;

import org.jspecify.annotations.NullMarked;
