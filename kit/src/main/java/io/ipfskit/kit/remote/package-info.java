/// A node in another process, over REST: [RemoteKit] is [io.ipfskit.kit.IpfsKit] with the same
/// records and failures as an embedded one.
///
/// An edge: here, and nowhere else below the doors, blocking sockets of the JDK are used, each
/// behind `Blocking`. Why no HTTP client: an answer of rows streams while the body is still being
/// sent, and the JDK's client reads no HTTP/1.1 answer before the body is gone, so that a long
/// `add` would stand still with both sides full. [HttpConnection] therefore speaks HTTP/1.1 in both
/// directions at once, one connection for each request; a cancelled caller closes it, on which the
/// server cancels its task tree. This room knows the protocol of the REST door (`/api/v1`), and
/// nothing of a server's inside.
@NullMarked
package io.ipfskit.kit.remote;

import org.jspecify.annotations.NullMarked;
