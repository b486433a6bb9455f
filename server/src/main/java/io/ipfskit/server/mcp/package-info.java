/// The operations as tools of the Model Context Protocol, and the door `/mcp`.
///
/// [OperationTools] makes one tool of each operation, named `<group>_<operation>`;
/// [OperationCaller] is how it calls them: [LocalCaller] inside a node, [KitCaller] over the Java
/// API, embedded or remote (the terminal's `ipfs-kit mcp`). [PathPolicy] decides which paths of
/// this machine a client may add. The protocol itself lives in `io.ipfskit.mcp`; nothing here knows
/// JSON-RPC.
@NullMarked
package io.ipfskit.server.mcp;

import org.jspecify.annotations.NullMarked;
