/// The Model Context Protocol engine: JSON-RPC 2.0, sessions, tools, and the transports stdio and
/// streamable HTTP.
///
/// This room knows nothing of IPFS and nothing of an HTTP server. What can be called comes in as a
/// [ToolProvider]; HTTP requests come in through [McpExchange].
///
/// Protocol versions: `2025-06-18` and `2025-11-25` ([Era]), see
/// <https://modelcontextprotocol.io/specification/2025-11-25>. Implemented: `initialize`, `ping`,
/// `tools/list` with cursors, `tools/call` with progress and cancellation, `logging/setLevel`, and
/// `roots/list` as a request to the client. Not implemented: resources, prompts, completion,
/// elicitation, tasks, the GET event stream and resumption (streams carry no event ids, so that no
/// client tries to resume one), and the stateless protocol of 2026-07-28.
///
/// One flow, on either transport:
///
/// ```
/// bytes -> Wire.read -> Message -> Session.admit (synchronous, in order of arrival)
///                               -> Session.answer (a task of its own, in a cancel scope)
/// ToolContext.progress -> conflated -> notifications/progress        } on the stream of
/// ToolContext.roots    -> roots/list request -> the client's answer  } that one request
/// notifications/cancelled -> the scope of that request; no answer is sent
/// ```
///
/// A client that goes away cancels its requests: without resumption their answers could reach
/// nobody.
@NullMarked
package io.ipfskit.mcp;

import org.jspecify.annotations.NullMarked;
