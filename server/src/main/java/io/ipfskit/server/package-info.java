/// The HTTP doors of a node, put together: the API listener with REST, OpenAPI, MCP, health and the
/// dashboard, and the gateway listener with content only. [io.ipfskit.server.HttpDoors] is what a
/// node is given; everything else here is its parts.
///
/// Started last and stopped first: listeners are taken before requests are, a stop refuses new
/// requests, lets those at work end, and then cancels them.
@NullMarked
package io.ipfskit.server;

import org.jspecify.annotations.NullMarked;
