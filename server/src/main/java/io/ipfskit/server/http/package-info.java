/// HTTP on Jetty, for the doors above: listeners, one exchange per request whose reads and writes
/// block in an anyio task, the watch that cancels the work of a client that left, and the parts of
/// HTTP that several doors need (ranges, entity tags, problem details, host and token checks).
///
/// Knows Jetty, anyio and the JSON of operations; knows no operation by name, no IPFS and no
/// configuration. Protocols: HTTP/1.1 ([RFC 9112](https://www.rfc-editor.org/rfc/rfc9112)) and
/// cleartext HTTP/2 by prior knowledge or upgrade, semantics of [RFC
/// 9110](https://www.rfc-editor.org/rfc/rfc9110).
///
/// The flow of one request:
/// 1. Jetty parses the head and calls the listener on a thread of its own, which forks a task in
///    the product's run and returns.
/// 2. The task runs the door's code in a scope of the request. Reading and writing wait on events
///    of anyio, so a cancellation wakes them, and a slow client slows the work behind.
/// 3. A client that leaves cancels the scope: [io.ipfskit.server.http.WatchfulEndPoint] sees it on
///    HTTP/1.1, the stream's failure listener on HTTP/2.
/// 4. A response that cannot be ended as it began is aborted: never a clean end of half an answer.
@NullMarked
package io.ipfskit.server.http;

import org.jspecify.annotations.NullMarked;
