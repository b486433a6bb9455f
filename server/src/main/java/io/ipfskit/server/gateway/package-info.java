/// The gateway: content by CID over HTTP, read-only, on a listener and origin of its own, by the
/// [path gateway specification](https://specs.ipfs.tech/http-gateways/path-gateway/).
///
/// Implemented: `/ipfs/{cid}[/path]` with GET and HEAD, types by name and by first bytes, single
/// ranges, entity tags, immutable caching, `index.html`, directory pages, redirects for a missing
/// trailing slash and for `?uri=ipfs://…`, `filename=` and `download=`. Not implemented: `/ipns`,
/// subdomains, DNSLink, trustless formats; they are answered as such.
///
/// Reads blocks and UnixFS of `ipld`; knows no operation, no pin and no credentials.
@NullMarked
package io.ipfskit.server.gateway;

import org.jspecify.annotations.NullMarked;
