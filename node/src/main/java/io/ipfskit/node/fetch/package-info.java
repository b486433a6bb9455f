/// Bytes from URLs, under a policy: what a caller of this node may have it fetch from elsewhere.
///
/// A node that fetches what others name can be led to what only it can reach (server-side request
/// forgery). So [io.ipfskit.node.fetch.UrlPolicy] decides about each URL, and about each address
/// that its host stands for: a host is looked up once, every address found is checked, and the
/// connection is made to a checked address, never to the name, so that a name whose meaning changes
/// between look-up and connection (DNS rebinding) changes nothing. Each redirect begins anew.
///
/// [io.ipfskit.node.fetch.HttpFetch] speaks HTTP/1.1 ([RFC
/// 9112](https://www.rfc-editor.org/rfc/rfc9112)) on the streams of `anyio.net`, one request a
/// connection, without cookies, credentials or proxies. All that comes is hostile: lines, headers,
/// chunks and the body are bounded, each wait has a limit, and a body that ends before its framing
/// says so is an error.
///
/// Must not know what the bytes are for.
@NullMarked
package io.ipfskit.node.fetch;

import org.jspecify.annotations.NullMarked;
